import { expect, test } from 'bun:test';
import { Notes } from '../notes.ts';
import { StillSpans } from './still-spans.ts';

/** 20 s at 50 Hz; what `value` gives at each second. */
function noted(value: (seconds: number) => number, { step = 0.001, block = 1000 } = {}) {
  const times = Float64Array.from({ length: 1000 }, (_, i) => i / 50);
  const accel = Float64Array.from({ length: 3000 }, (_, i) => {
    const seconds = Math.floor(i / 3) / 50;
    return Math.round((value(seconds) + (i % 3 === 2 ? 9.80665 : 0)) / step) * step;
  });
  const notes = new Notes();
  const spans = new StillSpans();
  for (let i = 0; i < 1000; i += block) {
    spans.add({
      times: times.subarray(i, i + block),
      accel: accel.subarray(3 * i, 3 * i + 3 * block),
    });
  }
  spans.tell(notes);
  return notes.list.map(({ text }) => text);
}

const moving = (seconds: number) => 3 * Math.sin(12 * seconds);

test('a sensor that is stuck is told with its span, in whatever blocks the samples come', () => {
  const stuck = (seconds: number) => moving(seconds > 5 && seconds < 9 ? 5 : seconds);
  const [text] = noted(stuck);
  expect(text).toContain('for 4 s, from 5 s after the start');
  expect(noted(stuck, { block: 7 })).toEqual([text ?? '']);
});

test('several stretches are one note', () => {
  const stuck = (seconds: number) => moving(seconds % 8 > 5 ? 5 : seconds);
  expect(noted(stuck)).toEqual([expect.stringContaining('in 2 stretches')]);
});

test('what moves, and what a coarse sensor gives at rest, is not stuck', () => {
  expect(noted(moving)).toEqual([]);
  expect(noted((seconds) => (seconds > 5 ? 0 : moving(seconds)), { step: 0.15 })).toEqual([]);
});
