import { afterEach, beforeEach, expect, jest, test } from 'bun:test';
import { LAUNCHER_VARIABLE, whenLauncherIsGone } from './launcher.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A process whose parent is 100, and where these live. */
function watch(told: string | undefined, alive: number[]) {
  const processes = { parent: 100, isAlive: (pid: number) => alive.includes(pid) };
  const environment = { [LAUNCHER_VARIABLE]: told, OTHER: 'kept' };
  const calls: string[] = [];
  const stop = whenLauncherIsGone(() => void calls.push('gone'), environment, processes);
  return { processes, environment, calls, stop };
}

test('a launcher that is gone is noticed once', () => {
  const { processes, environment, calls } = watch('100', [1, 100]);
  expect(environment as object).toEqual({ OTHER: 'kept' });
  jest.advanceTimersByTime(10_000);
  expect(calls).toEqual([]);
  processes.parent = 1;
  jest.advanceTimersByTime(10_000);
  expect(calls).toEqual(['gone']);
});

test('where a parent that has ended stays the parent, as on Windows, it is noticed, too', () => {
  const alive = [100];
  const { calls } = watch('100', alive);
  alive.pop();
  jest.advanceTimersByTime(1000);
  expect(calls).toEqual(['gone']);
});

test('a launcher that was gone before this process looked is noticed', () => {
  const { calls } = watch('99', [1, 100]);
  jest.advanceTimersByTime(1000);
  expect(calls).toEqual(['gone']);
});

test.each([
  ['nobody has told an id', undefined],
  ['it is not one', 'me'],
  ['the launcher has started somebody else, who has started this', '90'],
])('nothing is watched where %s', (_, told) => {
  const { processes, calls } = watch(told, [1, 90, 100]);
  processes.parent = 1;
  jest.advanceTimersByTime(10_000);
  expect(calls).toEqual([]);
});
