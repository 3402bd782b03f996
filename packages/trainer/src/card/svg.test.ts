import { describe, expect, test } from 'bun:test';
import { element, pathThrough, text } from './svg.ts';

test('elements escape what is not theirs', () => {
  expect(element('a', { b: '"<' })).toBe('<a b="&quot;&lt;"/>');
  expect(text(1, 2.04, 'a < b & c')).toBe('<text x="1" y="2">a &lt; b &amp; c</text>');
});

describe('pathThrough', () => {
  test('draws tenths of a pixel, each point from the last', () => {
    expect(
      pathThrough([
        [1, 2],
        [2, 1.5],
        [3, 4],
      ]),
    ).toBe('M10 20l10-5l10 25');
  });

  test('leaves out the middle of a level stretch, and keeps its ends', () => {
    const level = Array.from({ length: 50 }, (_, i) => [i, 5] as const);
    expect(pathThrough([...level, [50, 0]])).toBe('M0 50l490 0l10-50');
  });

  test('of nothing is nothing', () => {
    expect(pathThrough([])).toBe('');
  });
});
