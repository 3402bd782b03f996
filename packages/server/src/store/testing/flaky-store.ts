import { openStore, type Store, StoreError } from '../index.ts';

/** A store in memory that fails when it is told to, and writes when it is let. */
export interface FlakyStore extends Store {
  /** Whether it fails from now on. */
  down: boolean;
  /** Makes writes wait, until the function that it returns is called. */
  hold(): () => void;
  /** Batches that were written: how many rows each had. */
  readonly batches: number[];
}

/** @param isDown asked at each write, whether it fails */
export async function createFlakyStore(isDown: () => boolean = () => false): Promise<FlakyStore> {
  const memory = await openStore('memory');
  let gate: Promise<void> = Promise.resolve();
  const store: FlakyStore = {
    ...memory,
    down: false,
    batches: [],
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return () => resolve();
    },
    async saveAll(batch) {
      await gate;
      if (store.down || isDown()) throw new StoreError('store_unreachable', 'flaky', 'it is down');
      const { checkpoints = [], minutes = [], removals = [] } = batch;
      store.batches.push(checkpoints.length + minutes.length + removals.length);
      return await memory.saveAll(batch);
    },
  };
  return store;
}
