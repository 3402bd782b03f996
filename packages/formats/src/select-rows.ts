import type { Recording } from './recording.ts';

/** Some of a recording's samples, in the order of `rows`. */
export function selectRows(recording: Recording, rows: Uint32Array): Recording {
  const { times, accel, gyro, activity } = recording;
  return {
    times: Float64Array.from(rows, (row) => times[row] as number),
    accel: triples(accel, rows),
    gyro: gyro && triples(gyro, rows),
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
