import { afterEach, describe } from 'bun:test';
import { openStore, type Store } from '../index.ts';
import { historyContract } from './history-contract.ts';
import { modelContract } from './model-contract.ts';
import { openingContract } from './opening-contract.ts';
import { sessionContract } from './session-contract.ts';
import type { StoreBench, StoreKind } from './store-kind.ts';

/** The contract of stores, which each kind is held to. */
export function describeStore(kind: StoreKind): void {
  describe.skipIf(Boolean(kind.skipped))(`a store in ${kind.name}${kind.skipped ?? ''}`, () => {
    const opened: Store[] = [];
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });
    const bench: StoreBench = {
      ...kind,
      async open(url) {
        const store = await openStore(url ?? (await kind.place()));
        opened.push(store);
        return store;
      },
    };
    sessionContract(bench);
    historyContract(bench);
    openingContract(bench);
    modelContract(bench);
  });
}
