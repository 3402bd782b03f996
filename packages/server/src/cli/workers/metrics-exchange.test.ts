import { expect, test } from 'bun:test';
import type { FromWorker, ToWorker } from './messages.ts';
import { MetricsExchange } from './metrics-exchange.ts';
import { WorkerPeers } from './worker-peers.ts';

/** Workers in this process, each with its peers; `absent` ones are not there. */
function workers(count: number, absent: readonly number[] = []) {
  const peers: WorkerPeers[] = [];
  const places = Array.from({ length: count }, (_, i) => ({
    number: i + 1,
    tell(message: ToWorker) {
      if (absent.includes(i + 1)) return false;
      queueMicrotask(() => peers[i]?.hear(message));
      return true;
    },
  }));
  const exchange = new MetricsExchange(places);
  for (const place of places) {
    const say = (message: FromWorker) => exchange.hear(place, message);
    const one = new WorkerPeers(place.number, count, say);
    one.onAsked(async () => `of ${place.number}`);
    peers.push(one);
  }
  return peers as [WorkerPeers, ...WorkerPeers[]];
}

test('a worker that is scraped is told what all others would tell', async () => {
  const [first] = workers(3);
  expect(await first.collect()).toEqual(
    new Map([
      [2, 'of 2'],
      [3, 'of 3'],
    ]),
  );
});

test('two that are scraped at once are told the same', async () => {
  const [first, second] = workers(2);
  const [told, also] = await Promise.all([first.collect(), second?.collect()]);
  expect([told, also]).toEqual([new Map([[2, 'of 2']]), new Map([[1, 'of 1']])]);
});

test('a worker that is not there is left out', async () => {
  const [first] = workers(3, [2]);
  expect(await first.collect()).toEqual(new Map([[3, 'of 3']]));
});
