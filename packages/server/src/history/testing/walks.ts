import type { Store } from '../../store/index.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import type { Parameters } from '../read-division.ts';

/** Parameters as an address has them. */
export function parametersOf(text: string): Parameters {
  const parameters = new URLSearchParams(text);
  return { get: (name) => parameters.get(name) ?? undefined };
}

/** A store in memory, with steps of Ann: minutes, and the count of each. */
export async function storeOfWalks(walks: readonly (readonly [number, number])[]): Promise<Store> {
  const store = createMemoryStore();
  const sessionId = crypto.randomUUID();
  const minutes = walks.map(([minute, count]) => ({ userId: 'ann', sessionId, minute, count }));
  await store.record([...minutes, { userId: 'bob', sessionId, minute: 1, count: 1 }]);
  return store;
}
