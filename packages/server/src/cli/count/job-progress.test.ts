import { expect, test } from 'bun:test';
import { JobProgress } from './job-progress.ts';

function watch(bytes: readonly number[]) {
  const shown: string[] = [];
  const clock = { now: 0 };
  const files = bytes.map((size, i) => ({ path: `${i}.csv`, bytes: size }));
  const line = {
    update: (text: string | (() => string)) =>
      void shown.push(typeof text === 'string' ? text : text()),
  };
  return { shown, clock, progress: new JobProgress(files, line, () => clock.now) };
}

test('the time left is foretold by the bytes that are done', () => {
  const { shown, clock, progress } = watch([999, 2999]);
  clock.now = 1000;
  progress.update(0, 0.5);
  clock.now = 20_000;
  progress.done(0);
  expect(shown).toEqual(['0 of 2 · 12 % · 0.csv', '1 of 2 · 25 % · 1:00 left · 0.csv']);
});

test('of one file only its own share is told', () => {
  const { shown, clock, progress } = watch([0]);
  clock.now = 10_000;
  progress.update(0, 0.5);
  expect(shown).toEqual(['50 % · 0:10 left · 0.csv']);
});
