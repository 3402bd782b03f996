import { expect, test } from 'bun:test';
import { momentWords, summarize } from './summary.ts';
import { TraceData } from './trace-data.ts';

/** A minute at 50 Hz, with a step each half second from 10 s to 20 s and from 40 s to 50 s. */
function aMinute(): TraceData {
  const data = new TraceData();
  for (let i = 0; i <= 3000; i++) data.push(i / 50, 9.81, i === 515 ? 0.9 : 0, 0);
  for (const begin of [10, 40]) {
    for (let k = 0; k <= 20; k++) data.mark(begin + k / 2, k % 2 === 0 ? 'start' : 'end');
  }
  return data;
}

test('a piece has its steps, and the cadence while walking', () => {
  const data = aMinute();
  expect(summarize(data, 0, 60)).toEqual({ seconds: 60, steps: 42, cadence: 120 });
  expect(summarize(data, 9.9, 14.9)).toEqual({ seconds: 5, steps: 10, cadence: 120 });
  expect(summarize(data, 25, 35)).toEqual({ seconds: 10, steps: 0, cadence: 0 });
  expect(summarize(new TraceData(), 0, 8)).toEqual({ seconds: 0, steps: 0, cadence: 0 });
});

test('a moment has its acceleration, the likelihood that speaks of it, and its step', () => {
  const data = aMinute();
  expect(momentWords(data, 10, 0.3)).toBe('0:10.00 · 9.8 m/s² · likelihood 0.90 · step 1');
  expect(momentWords(data, 30, 0.3)).toBe('0:30.00 · 9.8 m/s² · likelihood 0.00');
  expect(momentWords(data, 70, 0.3)).toBe('');
});
