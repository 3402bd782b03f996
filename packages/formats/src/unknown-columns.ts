import type { Header } from './csv-header.ts';
import { OWN_HEADER } from './own-csv.ts';
import { RecordingError } from './recording-error.ts';

/** The error for a table of no known format: says how to name its columns, with a guess. */
export function unknownColumns({ fields, line }: Header, path: string): RecordingError {
  if (fields.every((field) => /^[\s\d.,eE+-]*$/.test(field))) {
    const problem = `there are numbers where the header should be: add a first line such as ${OWN_HEADER}, or name the columns by number, as in --columns 1,2,3,4`;
    return new RecordingError('unknown_format', path, line, problem);
  }
  const guess = guessColumns(fields);
  const problem = guess
    ? `no known app has these columns. If they are what they seem, pass --columns ${guess.join(',')}`
    : `this is no table of a known app: name the columns of time and acceleration, as in --columns time,ax,ay,az, or write the header ${OWN_HEADER}`;
  return new RecordingError('unknown_format', path, line, problem);
}

/** The columns that are probably time and acceleration, by their names. */
function guessColumns(fields: readonly string[]): string[] | undefined {
  const names = fields.map((field) => field.toLowerCase());
  const time = names.findIndex((name) => /^t$|time|seconds|epoch|^ts/.test(name));
  const axes = ['x', 'y', 'z'].map((axis) =>
    names.findIndex(
      (name) => new RegExp(`^(a|acc|accel).*${axis}\\b|^${axis}$`).test(name) && !/^ang/.test(name),
    ),
  );
  const found = [time, ...axes];
  if (found.includes(-1) || found.some((at) => /[,"]/.test(fields[at] ?? ''))) return undefined;
  return found.map((at) => fields[at] ?? '');
}
