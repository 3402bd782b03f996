import { combineStores } from './combine-stores.ts';
import type { Store } from './store.ts';

/** Told of each thing that a store was asked. */
export interface StoreObserver {
  /**
   * @param kind of the store: `sqlite`, `postgres`, `redis`, `memory`, or `other`
   * @param operation in words with underscores, such as `save_all`
   */
  asked(kind: string, operation: string, seconds: number, hasFailed: boolean): void;
}

const KINDS = ['memory', 'sqlite', 'postgres', 'redis'];

/** The same store, of which somebody is told how long it takes. Of one that is made of two, both are told of. */
export function timedStore(store: Store, observer: StoreObserver): Store {
  if (store.parts) {
    const [sessions, history] = store.parts.map((part) => timedStore(part, observer));
    if (sessions && history) return combineStores(sessions, history);
  }
  const kind = KINDS.find((each) => store.name.startsWith(each)) ?? 'other';
  const tell = (operation: string, sinceMs: number, hasFailed: boolean) =>
    observer.asked(kind, operation, (performance.now() - sinceMs) / 1000, hasFailed);
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || name === 'close') return bound(target, value);
      const operation = wordsOf(String(name));
      return (...all: unknown[]) => {
        const startMs = performance.now();
        const answer: unknown = value.apply(target, all);
        if (answer instanceof Promise) return timedPromise(answer, operation, startMs, tell);
        return isPages(answer) ? timedPages(answer, operation, tell) : answer;
      };
    },
  });
}

type Tell = (operation: string, sinceMs: number, hasFailed: boolean) => void;

function bound(target: Store, value: unknown): unknown {
  return typeof value === 'function' ? value.bind(target) : value;
}

async function timedPromise(
  answer: Promise<unknown>,
  operation: string,
  startMs: number,
  tell: Tell,
): Promise<unknown> {
  let hasFailed = true;
  try {
    const result = await answer;
    hasFailed = false;
    return result;
  } finally {
    tell(operation, startMs, hasFailed);
  }
}

/** Each page counts by itself: between two, the store waits for whoever reads. */
async function* timedPages(pages: AsyncIterable<unknown>, operation: string, tell: Tell) {
  const iterator = pages[Symbol.asyncIterator]();
  try {
    for (;;) {
      const page = (await timedPromise(
        iterator.next(),
        operation,
        performance.now(),
        tell,
      )) as IteratorResult<unknown>;
      if (page.done) return;
      yield page.value;
    }
  } finally {
    await iterator.return?.();
  }
}

function isPages(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** `loadByUser` is `load_by_user`. */
function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
