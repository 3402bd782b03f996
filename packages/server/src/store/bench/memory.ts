/**
 * What an open store costs in memory: `memory.ts URL` prints how many megabytes this process has grown by when it has
 * opened a store and saved a thousand checkpoints, a hundred at once.
 */
import { openStore } from '../index.ts';
import { sampleCheckpoint } from '../testing/samples.ts';

const MEGABYTE = 1_000_000;

const rss = () => {
  Bun.gc(true);
  return process.memoryUsage.rss() / MEGABYTE;
};
const payload = new Uint8Array(3800);
const batch = Array.from({ length: 100 }, () => sampleCheckpoint({ payload }));
const before = rss();
const store = await openStore(process.argv[2] ?? 'memory');
for (let sequence = 1; sequence <= 10; sequence++) {
  await store.save(batch.map((checkpoint) => ({ ...checkpoint, sequence })));
}
await Bun.sleep(300);
console.log((rss() - before).toFixed(1));
await store.close();
process.exit(0);
