import { expect, test } from 'bun:test';
import { type DelayClock, EventLoopDelay } from './event-loop-delay.ts';

/** A clock whose timers fire as late as the test likes. */
function lateClock() {
  let now = 0;
  let waiting: { at: number; callback: () => void } | undefined;
  const clock: DelayClock = {
    monotonic: () => now,
    after(milliseconds, callback) {
      waiting = { at: now + milliseconds, callback };
      return () => {
        waiting = undefined;
      };
    },
  };
  return {
    clock,
    get isWaiting() {
      return waiting !== undefined;
    },
    fireLate(milliseconds: number) {
      const timer = waiting;
      if (!timer) throw new Error('no timer waits');
      waiting = undefined;
      now = timer.at + milliseconds;
      timer.callback();
    },
  };
}

test('each timer counts with as much as it was late', () => {
  const late = lateClock();
  const delay = new EventLoopDelay(late.clock);
  delay.start();
  for (const milliseconds of [0, 30, 7000]) late.fireLate(milliseconds);
  expect(delay.histogram.count).toBe(3);
  expect(delay.histogram.sum).toBeCloseTo(7.03);
  expect(delay.histogram.counts.at(-1)).toBe(1);
});

test('nothing is looked at before it starts, nor after it has stopped', () => {
  const late = lateClock();
  const delay = new EventLoopDelay(late.clock);
  expect(late.isWaiting).toBe(false);
  delay.start();
  delay.start();
  late.fireLate(0);
  expect(delay.histogram.count).toBe(1);
  delay.stop();
  expect(late.isWaiting).toBe(false);
});
