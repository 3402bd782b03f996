import type { ExportFormat } from './formats/export-format.ts';
import { readBuckets } from './read-buckets.ts';
import { type Division, type Parameters, readDivision } from './read-division.ts';
import type { ReadableHistory } from './step-bucket.ts';

/**
 * The range of an export: all that there is, unless it says another.
 *
 * @param now Unix time in milliseconds
 * @throws {ParameterError}
 */
export function readExportRange(
  parameters: Parameters,
  format: ExportFormat,
  now: number,
): Division {
  return readDivision(parameters, { length: format.length, now, start: 0 });
}

/**
 * A user's steps as text, piece by piece; buckets without steps are left out. It holds a page at a time, however much
 * there is.
 *
 * @throws {StoreError}
 */
export async function* exportSteps(
  history: ReadableHistory,
  userId: string,
  division: Division,
  format: ExportFormat,
  now: number,
): AsyncGenerator<string> {
  const { zone, length } = division;
  const subject = { userId, zone, length, now };
  // The head comes with the first page: before that, nobody knows that the store answers.
  let text = format.head;
  for await (const buckets of readBuckets(history, userId, division)) {
    yield text + buckets.map((bucket) => format.line(bucket, subject)).join('');
    text = '';
  }
  if (text !== '') yield text;
}
