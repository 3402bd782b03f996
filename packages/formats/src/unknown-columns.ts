import type { Header } from './csv-header.ts';
import { RecordingError } from './recording-error.ts';

/** The error for a table whose columns do not say what they are: how to name them. */
export function unknownColumns({ fields, line, headless }: Header, path: string): RecordingError {
  if (headless) {
    const problem =
      'the table has no names above its columns: name them by number, the time and acceleration x, y, z, as in --columns 1,2,3,4; or, where there is no time, --columns 1,2,3 --rate 50';
    return new RecordingError('unknown_format', path, line, problem);
  }
  const names = fields.filter((field) => field !== '');
  const there =
    names.length > 1
      ? `the header names ${names.slice(0, 20).join(',').slice(0, 200)}`
      : 'there are no columns in it';
  const example = names.length > 3 ? shellWord(names.slice(0, 4).join(',')) : 'time,ax,ay,az';
  const problem = `which columns are time and acceleration is not clear (${there}): name them, as in --columns ${example}, or by number, as in --columns 1,2,3,4. Where the table begins further below, pass --skip-rows`;
  return new RecordingError('unknown_format', path, line, problem);
}

/** A word as shells take it: in quotes where it has signs that mean something to them. */
export function shellWord(word: string): string {
  return /^[\w,.:/@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
