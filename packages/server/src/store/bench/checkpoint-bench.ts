import { setImmediate } from 'node:timers/promises';
import { BufferedStore, type Checkpoint, type Store } from '../index.ts';
import { perSecond, type Tell } from './history-bench.ts';
import { longestStall, timesOf } from './measure.ts';

const PAYLOAD_BYTES = 3800;
/** Between two checkpoints of a session, in milliseconds. */
const INTERVAL_MS = 5000;
const ROUNDS = 6;

/** Saves the checkpoints of many sessions every few seconds, as a server does. */
export async function benchCheckpoints(store: Store, sessions: number, tell: Tell): Promise<void> {
  const payload = crypto.getRandomValues(new Uint8Array(PAYLOAD_BYTES));
  const checkpoints = Array.from(
    { length: sessions },
    (_, i): Checkpoint => ({
      sessionId: crypto.randomUUID(),
      userId: `user-${i}`,
      sequence: 0,
      savedAt: Date.now(),
      expiresAt: Date.now() + 3_600_000,
      model: 'tcn-3',
      formatVersion: 1,
      payload,
    }),
  );
  const buffer = new BufferedStore(store, {
    clock: {
      now: () => Date.now(),
      // Written when this says so.
      after: () => ({ cancel() {} }),
    },
  });
  const stalls: number[] = [];
  const seconds: number[] = [];
  for (let sequence = 1; sequence <= ROUNDS; sequence++) {
    const stall = await longestStall(async () => {
      const start = performance.now();
      for (const [i, checkpoint] of checkpoints.entries()) {
        buffer.save({ ...checkpoint, sequence });
        // Whoever makes the checkpoints of so many sessions doesn't make all at once.
        if (i % 100 === 0) await setImmediate();
      }
      await buffer.flush();
      seconds.push((performance.now() - start) / 1000);
      // What the store does afterwards must not stall anybody either.
      await Bun.sleep(INTERVAL_MS / 10);
    });
    stalls.push(stall);
  }
  // The first makes all rows.
  const [, ...later] = seconds;
  const average = later.reduce((sum, each) => sum + each, 0) / later.length;
  tell(`checkpoints a second, of ${sessions.toLocaleString('en')}`, perSecond(sessions, average));
  tell('longest stall meanwhile', `${Math.max(...stalls.slice(1)).toFixed(1)} ms`);
  const { median } = await timesOf(20, () => store.load(checkpoints[0]?.sessionId ?? ''));
  tell('load of one', `${median.toFixed(2)} ms`);
}
