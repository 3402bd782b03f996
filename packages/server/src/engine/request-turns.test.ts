import { expect, test } from 'bun:test';
import { RequestTurns } from './request-turns.ts';

const atOnce = (turns: RequestTurns, count: number) =>
  Promise.all(Array.from({ length: count }, () => turns.take() ?? 'at once'));

test('a few are begun at once; all clients of a server may come back together, and each has its turn', async () => {
  const turns = new RequestTurns();
  const all = await atOnce(turns, 5000);
  expect(all.filter((turn) => turn === 'at once')).toHaveLength(4);
  expect(all.filter((turn) => turn === 'served')).toHaveLength(4996);
});

test('beyond ten thousand that wait, the server is busy, and not for longer than that', async () => {
  const turns = new RequestTurns();
  const all = await atOnce(turns, 10_010);
  expect(all.filter((turn) => turn === 'busy')).toHaveLength(6);
  expect(await atOnce(turns, 5)).not.toContain('busy');
});
