import { CLASSIC, type DetectorModel } from '@stepstream/detector';
import { ManualClock } from '../../session/testing/manual-clock.ts';
import { createFlakyStore, type FlakyStore } from '../../store/testing/flaky-store.ts';
import { streamWorld } from '../../stream/testing/stream-world.ts';
import { Durability } from '../durability.ts';
import { StoreLog } from '../store-log.ts';

export const INTERVAL_SECONDS = 5;
export const TIMEOUT_SECONDS = 300;
export const WINDOW_SECONDS = 120;

/** What servers of a test have in common. */
export interface Place {
  readonly clock: ManualClock;
  readonly store: FlakyStore;
}

/** A store in memory that passes for one that outlives its process, and is not closed with a server. */
export async function aPlace(): Promise<Place> {
  const store = Object.assign(await createFlakyStore(), { outlivesProcess: true });
  store.close = async () => {};
  return { clock: new ManualClock(), store };
}

/** A server: its sessions, streams into them, and what keeps them. */
export function durableWorld({ clock, store }: Place, model: DetectorModel = CLASSIC) {
  const logged: string[] = [];
  const errors: unknown[] = [];
  const log = (_: object, message: string) => void logged.push(message);
  const durability = new Durability({
    store,
    clock,
    model: model.id,
    intervalSeconds: INTERVAL_SECONDS,
    timeoutSeconds: TIMEOUT_SECONDS,
    resumeSeconds: WINDOW_SECONDS,
    log: new StoreLog({ info: log, warn: log }, store.name),
    onSurrender: (id) => world.registry.surrender(id),
    onError: (error) => void errors.push(error),
  });
  const world = streamWorld({
    clock,
    model,
    timeoutSeconds: TIMEOUT_SECONDS,
    resume: { windowSeconds: WINDOW_SECONDS, most: 100 },
    keeper: durability.keeper,
  });
  /** Lets time pass in small steps, and everything happen that follows from it. */
  const pass = async (seconds: number) => {
    for (let left = 1000 * seconds; left > 0; left -= 50) {
      clock.advance(Math.min(left, 50));
      await Bun.sleep(0);
    }
  };
  return { ...world, durability, store, logged, errors, pass };
}
