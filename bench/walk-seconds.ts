import { createSampleBlock, ROW_LENGTH } from '@stepstream/protocol';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';
import { SessionRegistry, systemClock } from 'stepstream/internals';
import { syntheticWalk } from './load/frames.ts';

/** Samples a second. */
export const RATE = 50;

/** The server's default model. */
export const model = loadModel(DEFAULT_CONFIG.model);

/** Sessions as a server with its defaults has them, without sockets. */
export const registry = new SessionRegistry({
  clock: systemClock,
  model,
  timeoutSeconds: DEFAULT_CONFIG.sessionTimeout,
  resume: { windowSeconds: DEFAULT_CONFIG.resumeWindow, most: DEFAULT_CONFIG.maxDetached },
});

/** The walk: x, y and z of each sample, in m/s². */
export const accel = syntheticWalk();

/** Where {@link fillSecond} puts samples. */
export const block = createSampleBlock();
block.timed = true;
block.count = RATE;

/**
 * Fills the block with a second of the walk.
 *
 * @param lag samples by which this session is ahead of the first one
 * @param origin moment of the walk's first sample, in seconds
 */
export function fillSecond(second: number, { lag = 0, origin = 0 } = {}): void {
  for (let i = 0; i < RATE; i++) {
    const sample = second * RATE + i + lag;
    const from = (3 * sample) % accel.length;
    block.rows[i * ROW_LENGTH] = origin + sample / RATE;
    block.rows.set(accel.subarray(from, from + 3), i * ROW_LENGTH + 1);
  }
}
