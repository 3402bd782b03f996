import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Recording, TrueStep } from '../recording.ts';

const ROWS_A_CHUNK = 4096;

/**
 * Writes a recording in this project's own CSV, so that reading it back gives the same numbers. An
 * existing file is replaced. A row with NaN for its gyro gets three empty cells.
 *
 * @param path - where to; a name that ends in `.gz` is compressed
 */
export async function writeRecording(path: string, recording: Recording): Promise<void> {
  const { times, accel, gyro, activity } = recording;
  const header = [
    'timestamp,accel_x,accel_y,accel_z',
    gyro ? ',gyro_x,gyro_y,gyro_z' : '',
    activity ? ',activity' : '',
  ].join('');
  const row = (i: number): string => {
    let text = `${times[i]},${accel[3 * i]},${accel[3 * i + 1]},${accel[3 * i + 2]}`;
    if (gyro) {
      const hasGyro = !Number.isNaN(gyro[3 * i]);
      text += hasGyro ? `,${gyro[3 * i]},${gyro[3 * i + 1]},${gyro[3 * i + 2]}` : ',,,';
    }
    return activity ? `${text},${quoted(activity[i] ?? '')}` : text;
  };
  await writeRows(path, header, times.length, row);
}

/**
 * Writes the known contacts of a recording, for {@link readSteps}. An existing file is replaced.
 *
 * @param path - where to, as `stepsPathFor` names it
 */
export async function writeSteps(path: string, steps: readonly TrueStep[]): Promise<void> {
  const row = (i: number): string => {
    const step = steps[i];
    return step ? `${step.timestamp},${quoted(step.foot)}` : '';
  };
  await writeRows(path, 'timestamp,foot', steps.length, row);
}

async function writeRows(
  path: string,
  header: string,
  count: number,
  row: (index: number) => string,
): Promise<void> {
  const chunks = function* (): Generator<string> {
    yield `${header}\n`;
    for (let from = 0; from < count; from += ROWS_A_CHUNK) {
      let text = '';
      for (let i = from; i < Math.min(count, from + ROWS_A_CHUNK); i++) text += `${row(i)}\n`;
      yield text;
    }
  };
  const source = Readable.from(chunks());
  const file = createWriteStream(path);
  await (path.endsWith('.gz') ? pipeline(source, createGzip(), file) : pipeline(source, file));
}

/** A text cell: in quotes when a comma in it would make it two; line ends and quotes are dropped. */
function quoted(text: string): string {
  const clean = text.replace(/["\r\n]/g, '');
  return clean.includes(',') ? `"${clean}"` : clean;
}
