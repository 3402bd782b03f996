import type { Recording } from './recording.ts';

/** The samples of a table, with what else its rows tell. */
export interface Rows extends Recording {
  /** What each row tells of the known steps, where a column does. */
  readonly truth?: Float64Array;
}

/** Some of the samples, in the order of `rows`. */
export function selectRows({ times, accel, gyro, activity, truth }: Rows, rows: Uint32Array): Rows {
  return {
    times: Float64Array.from(rows, (row) => times[row] as number),
    accel: triples(accel, rows),
    gyro: gyro && triples(gyro, rows),
    ...(truth && { truth: Float64Array.from(rows, (row) => truth[row] as number) }),
    activity: activity && Array.from(rows, (row) => activity[row] ?? ''),
  };
}

function triples(values: Float64Array, rows: Uint32Array): Float64Array {
  const found = new Float64Array(3 * rows.length);
  rows.forEach((row, i) => {
    for (let axis = 0; axis < 3; axis++) found[3 * i + axis] = values[3 * row + axis] as number;
  });
  return found;
}
