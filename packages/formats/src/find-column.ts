import type { Header } from './csv-header.ts';
import { RecordingError } from './recording-error.ts';

/**
 * Which field the column is that a caller names: the one of this name, or else of this number, from 1.
 *
 * @throws {RecordingError} `missing_column`
 */
export function findColumn(header: Header, name: string, path: string): number {
  const { fields, headless, line } = header;
  const at = (test: (field: string) => boolean) => {
    const index = headless ? -1 : fields.findIndex(test);
    return index < 0 ? undefined : index;
  };
  const number = /^\d{1,4}$/.test(name) ? Number(name) - 1 : -1;
  const found =
    at((field) => field === name) ??
    at((field) => field.toLowerCase() === name.toLowerCase()) ??
    (number >= 0 && number < fields.length ? number : undefined);
  if (found !== undefined) return found;
  const there = headless
    ? `the file has no header, and ${fields.length} columns: name them by number, from 1`
    : `the header names ${fields.slice(0, 20).join(',').slice(0, 200)}`;
  const problem = `there is no column ${name}: ${there}`;
  throw new RecordingError('missing_column', path, line, problem);
}
