import { expect, test } from 'bun:test';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { Crowd } from '../stream/index.ts';
import { MemoryGuard } from './memory-guard.ts';

const MIB = 1024 ** 2;

test('memory that is short is told of, and clients that give no sign of life are closed', () => {
  const clock = new ManualClock();
  const crowd = new Crowd(clock);
  const told: [boolean, number][] = [];
  let used = 100 * MIB;
  const guard = new MemoryGuard({
    ...{ clock, crowd, budget: 64 * MIB, memory: 1024 * MIB },
    used: () => used,
    onChange: (isShort, bytes) => void told.push([isShort, bytes / MIB]),
  });
  let gone = 0;
  const member = { openedMs: 0, lastSignMs: 0, ping() {}, giveWay: () => void gone++ };
  crowd.add(member);
  guard.opened();
  clock.advance(5_000);
  expect([guard.isShort, gone]).toEqual([false, 0]);
  used = 300 * MIB;
  clock.advance(1_000);
  expect(guard.isShort).toBe(true);
  clock.advance(6_000);
  expect(gone).toBe(1);
  used = 120 * MIB;
  clock.advance(1_000);
  expect(told).toEqual([
    [true, 300],
    [false, 120],
  ]);
  crowd.add(member);
  used = 900 * MIB;
  clock.advance(1_000);
  expect(gone).toBe(2);
  guard.closed();
  expect(clock.pendingTimers).toBe(0);
});
