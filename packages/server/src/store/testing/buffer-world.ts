import { ManualClock } from '../../session/testing/manual-clock.ts';
import { BufferedStore, type BufferOptions, type Checkpoint, type StoreHealth } from '../index.ts';
import { createFlakyStore } from './flaky-store.ts';

/** Between writes, unless a test says something else. */
export const INTERVAL_MS = 1000;
/** Longer than any pause. */
export const LONG_MS = 20_000;

/** A buffer before a store in memory, and all that it has told. */
export async function bufferWorld(options: Partial<BufferOptions> = {}, isDown?: () => boolean) {
  const clock = new ManualClock();
  const store = await createFlakyStore(isDown);
  const saved: Checkpoint[] = [];
  const stale: string[] = [];
  const healths: StoreHealth[] = [];
  const buffer = new BufferedStore(store, {
    clock,
    random: () => 1,
    onSaved: (checkpoints) => saved.push(...checkpoints),
    onStale: (checkpoints) => stale.push(...checkpoints.map((one) => one.sessionId)),
    onHealth: (health) => healths.push(health),
    ...options,
  });
  /** Lets time pass, and everything happen that follows from it. */
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await Bun.sleep(0);
  };
  return { clock, store, buffer, saved, stale, healths, pass };
}
