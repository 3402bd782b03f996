import { ANY_TABLE } from './any-table.ts';
import { COLUMNS_CSV } from './columns-csv.ts';
import { CWA } from './devices/cwa.ts';
import { GENEACTIV } from './devices/geneactiv.ts';
import { GT3X } from './devices/gt3x.ts';
import { EMPATICA_CSV } from './empatica.ts';
import type { RecordingFormat } from './format.ts';
import { STEPSTREAM_CSV } from './own-csv.ts';
import { PHYPHOX_CSV } from './phyphox.ts';
import { SENSOR_LOGGER_CSV, SENSOR_LOGGER_JSON } from './sensor-logger.ts';
import { SENSORSERVER_JSON } from './sensorserver.ts';
import { PARQUET } from './tables/parquet.ts';
import { XLSX } from './tables/xlsx.ts';

/** All formats that are read. The first that matches a file is taken. To add one, add it here. */
export const FORMATS: readonly RecordingFormat[] = [
  STEPSTREAM_CSV,
  COLUMNS_CSV,
  SENSOR_LOGGER_CSV,
  SENSOR_LOGGER_JSON,
  PHYPHOX_CSV,
  EMPATICA_CSV,
  ANY_TABLE,
  SENSORSERVER_JSON,
  GT3X,
  CWA,
  GENEACTIV,
  XLSX,
  PARQUET,
];

/**
 * What people call a format.
 *
 * @param name its stable name, as `source.format` has it
 */
export function formatTitle(name: string): string {
  return FORMATS.find((format) => format.name === name)?.title ?? name;
}

/** Whether a file belongs to an export whose folder is one recording. */
export function isExportFile(name: string): boolean {
  return FORMATS.some(({ exportFiles }) => exportFiles?.test(name));
}
