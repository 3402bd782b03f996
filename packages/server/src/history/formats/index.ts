import { ParameterError } from '../parameter-error.ts';
import { CSV } from './csv.ts';
import type { ExportFormat } from './export-format.ts';
import { FHIR } from './fhir.ts';
import { NDJSON } from './ndjson.ts';

/** All forms of an export, by their names. */
export const EXPORT_FORMATS = { csv: CSV, ndjson: NDJSON, fhir: FHIR } as const;

/** The name of a form. */
export type ExportFormatName = keyof typeof EXPORT_FORMATS;

/** All names. */
export const EXPORT_FORMAT_NAMES = Object.keys(EXPORT_FORMATS) as [
  ExportFormatName,
  ...ExportFormatName[],
];

/** @throws {ParameterError} */
export function readExportFormat(text: string | undefined): ExportFormat {
  const name = EXPORT_FORMAT_NAMES.find((one) => one === (text ?? 'csv'));
  if (name) return EXPORT_FORMATS[name];
  const expected = `expected one of ${EXPORT_FORMAT_NAMES.join(', ')}`;
  throw new ParameterError('invalid_format', 'format', expected);
}
