import type { RefusedFormat } from './format.ts';
import { RecordingError } from './recording-error.ts';
import { REFUSED_FILES } from './refused-files.ts';
import { REFUSED_TABLES } from './refused-tables.ts';

/** The kinds of files that are known and not read. To add one, add it here. */
export const REFUSED_FORMATS: readonly RefusedFormat[] = [...REFUSED_FILES, ...REFUSED_TABLES];

/** The error for a file of a kind that is known and not read. */
export function refusal(
  { title, because, instead }: RefusedFormat,
  path: string,
  line: number | null = null,
): RecordingError {
  const problem = `this is ${title}: ${because}. ${instead}`;
  return new RecordingError('refused_format', path, line, problem);
}
