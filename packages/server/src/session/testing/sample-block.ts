import { createSampleBlock, ROW_LENGTH, type SampleBlock } from '@stepstream/protocol';

/** Time in seconds and acceleration in m/s². */
type Row = readonly [time: number, x: number, y: number, z: number];

/** A block of samples without a gyroscope, as the codec hands it to a session. */
export function sampleBlock(rows: readonly Row[], { timed = true } = {}): SampleBlock {
  const block = createSampleBlock();
  block.count = rows.length;
  block.timed = timed;
  rows.forEach(([time, ...accel], i) => {
    const row = [timed ? time : Number.NaN, ...accel, Number.NaN, Number.NaN, Number.NaN];
    block.rows.set(row, i * ROW_LENGTH);
  });
  return block;
}

/** One sample of a device at rest. */
export function restingSample(time = 1): SampleBlock {
  return sampleBlock([[time, 0, 0, 9.8]]);
}
