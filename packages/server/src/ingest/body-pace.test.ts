import { expect, test } from 'bun:test';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { BodyPace } from './body-pace.ts';

test('long bodies are let in one after the other, five megabytes a second', async () => {
  const clock = new ManualClock();
  const pace = new BodyPace(clock);
  const entered: string[] = [];
  const enter = (name: string, bytes: number) =>
    pace.enter(bytes).then(() => {
      entered.push(name);
    });
  const [first, second, third] = [enter('first', 1e6), enter('second', 2e6), enter('third', 1e6)];
  await first;
  expect({ entered, waiting: pace.waitingBytes }).toEqual({ entered: ['first'], waiting: 3e6 });
  clock.advance(199);
  await Bun.sleep(0);
  expect(entered).toEqual(['first']);
  clock.advance(1);
  await second;
  clock.advance(399);
  await Bun.sleep(0);
  expect({ entered, waiting: pace.waitingBytes }).toEqual({
    entered: ['first', 'second'],
    waiting: 1e6,
  });
  clock.advance(1);
  await third;
  expect(pace.waitingBytes).toBe(0);
});

test('one that comes late waits for nobody', async () => {
  const clock = new ManualClock();
  const pace = new BodyPace(clock);
  await pace.enter(1e6);
  clock.advance(200);
  await pace.enter(1e6);
  expect(pace.waitingBytes).toBe(0);
});

test('what waits is told by address', async () => {
  const clock = new ManualClock();
  const pace = new BodyPace(clock);
  const all = [pace.enter(1e6, 'a'), pace.enter(2e6, 'a'), pace.enter(1e6, 'b'), pace.enter(1e6)];
  expect([pace.waitingBytesOf('a'), pace.waitingBytesOf('b'), pace.waitingBytesOf()]).toEqual([
    2e6, 1e6, 1e6,
  ]);
  clock.advance(1000);
  await Promise.all(all);
  expect([pace.waitingBytesOf('a'), pace.waitingBytes]).toEqual([0, 0]);
});
