import { expect, test } from 'bun:test';
import { ProgressLine } from './progress.ts';

function terminal(columns = 40) {
  const written: string[] = [];
  return { isTTY: true, columns, written, write: (text: string) => written.push(text) };
}

test('draws over itself and clears', () => {
  const stream = terminal();
  const progress = new ProgressLine({ stream, redrawMs: 0 });
  progress.update('one');
  progress.update(() => 'two');
  progress.clear();
  progress.clear();
  expect(stream.written).toEqual(['\r\u001b[2Kone', '\r\u001b[2Ktwo', '\r\u001b[2K']);
});

test('draws at most once in the interval, and at once after clearing', () => {
  const stream = terminal();
  let now = 0;
  const progress = new ProgressLine({ stream, redrawMs: 100, now: () => now });
  progress.update('one');
  now = 99;
  progress.update(() => {
    throw new Error('text made for nothing');
  });
  now = 100;
  progress.update('three');
  progress.clear();
  progress.update('four');
  expect(stream.written.map((text) => text.slice(5))).toEqual(['one', 'three', '', 'four']);
});

test('cuts the text to the terminal', () => {
  const stream = terminal(25);
  new ProgressLine({ stream }).update('x'.repeat(100));
  expect(stream.written).toEqual([`\r\u001b[2K${'x'.repeat(24)}`]);
});

test('draws nothing where there is no terminal', () => {
  const written: string[] = [];
  const progress = new ProgressLine({ stream: { write: (text) => written.push(text) } });
  progress.update('one');
  progress.clear();
  expect(progress.isShown).toBe(false);
  expect(written).toEqual([]);
});
