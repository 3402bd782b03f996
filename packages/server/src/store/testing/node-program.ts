/**
 * A program for any runtime: `node-program.js URL…` does the same things to each store, and prints what it sees.
 */
import { openStore, StoreError } from '../index.ts';
import { MINUTE, sampleCheckpoint } from './samples.ts';

const [first, second] = [
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
];
const fixed = { savedAt: 1, expiresAt: 4_000_000_000_000 };

async function use(url: string): Promise<unknown[]> {
  const seen: unknown[] = [];
  const store = await openStore(url);
  const checkpoint = sampleCheckpoint({
    ...fixed,
    sessionId: first,
    userId: 'ann',
    sequence: 5,
    payload: Uint8Array.from({ length: 4096 }, (_, i) => i * 7),
  });
  const other = sampleCheckpoint({ ...fixed, sessionId: second });
  const minutes = [0, 1, 1440].map((offset) => ({
    userId: 'ann',
    sessionId: first,
    minute: MINUTE + offset,
    count: 10 + offset,
  }));
  seen.push(await store.saveAll({ checkpoints: [checkpoint, other], minutes }));
  seen.push(await store.save([{ ...checkpoint, sequence: 4 }]));
  seen.push(await store.load(first), await store.load(second), await store.loadByUser('ann'));
  for await (const page of store.minutes('ann', { start: 0, end: MINUTE + 9999 }, 2)) {
    seen.push(page.map(({ minute, count }) => ({ minute, count })));
  }
  seen.push(await store.sums('ann', [MINUTE, MINUTE + 1, MINUTE + 1440]));
  seen.push(await store.total('ann'), await store.users(9));
  await store.prune(MINUTE + 1);
  seen.push(await store.total('ann'));
  await store.remove([{ sessionId: second, sequence: 9, expiresAt: fixed.expiresAt }]);
  await store.forget('ann');
  seen.push(await store.load(first), await store.load(second), await store.users(9));
  // More than what is copied from SQLite's log at once.
  await store.save(
    Array.from({ length: 700 }, () => ({ ...checkpoint, sessionId: crypto.randomUUID() })),
  );
  seen.push((await store.loadByUser('ann')).length, await store.expire(fixed.expiresAt - 1));
  await store.close();
  seen.push(await store.total('ann').catch((error) => error instanceof StoreError && error.code));
  return seen;
}

for (const url of process.argv.slice(2)) {
  const seen = await use(url);
  console.log(
    JSON.stringify(seen, (_, value) => (value instanceof Uint8Array ? [...value] : value)),
  );
}
