import { formatMinute } from '@stepstream/calendar';
import type { ExportFormat } from './export-format.ts';

/** JSON, a line for each bucket, as `GET /users/{id}/steps` has them. */
export const NDJSON: ExportFormat = {
  contentType: 'application/x-ndjson',
  extension: 'ndjson',
  length: '1m',
  head: '',
  line: ({ start, end, count }, { userId, zone }) =>
    `${JSON.stringify({
      user_id: userId,
      start_time: formatMinute(zone, start),
      end_time: formatMinute(zone, end),
      count,
    })}\n`,
};
