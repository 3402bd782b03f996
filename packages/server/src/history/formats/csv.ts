import { formatMinute } from '@stepstream/calendar';
import type { ExportFormat } from './export-format.ts';

/** A table (RFC 4180). No name of a user is in it, which a spreadsheet could take for a formula. */
export const CSV: ExportFormat = {
  contentType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  length: '1m',
  head: 'start_time,end_time,count\r\n',
  line: ({ start, end, count }, { zone }) =>
    `${formatMinute(zone, start)},${formatMinute(zone, end)},${count}\r\n`,
};
