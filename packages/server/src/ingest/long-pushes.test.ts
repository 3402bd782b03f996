import { expect, test } from 'bun:test';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { LongPushes } from './long-pushes.ts';

/** What has been decided by now has happened. */
const settle = () => Bun.sleep(0);

test('long pushes come one after the other, with rests of twice as long as each took', async () => {
  const clock = new ManualClock();
  const pushes = new LongPushes(clock);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const take = (name: string) =>
    pushes.take(100, async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return name;
    });
  const [first, second] = [take('first'), take('second')];
  await settle();
  expect({ begun, waiting: pushes.waitingBytes }).toEqual({ begun: ['first'], waiting: 200 });
  clock.advance(30);
  ends.get('first')?.();
  expect(await first).toBe('first');
  await settle();
  clock.advance(59);
  await settle();
  expect(begun).toEqual(['first']);
  clock.advance(1);
  await settle();
  expect({ begun, waiting: pushes.waitingBytes }).toEqual({
    begun: ['first', 'second'],
    waiting: 100,
  });
  ends.get('second')?.();
  expect(await second).toBe('second');
});

test('one that fails is told so, and the next one has its turn', async () => {
  const pushes = new LongPushes(new ManualClock());
  const failed = pushes.take(100, () => Promise.reject(new Error('no')));
  const next = pushes.take(100, () => Promise.resolve('yes'));
  expect(await failed.catch((error: Error) => error.message)).toBe('no');
  expect(await next).toBe('yes');
  expect(pushes.waitingBytes).toBe(0);
});
