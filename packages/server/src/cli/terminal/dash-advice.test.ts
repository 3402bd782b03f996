import { expect, test } from 'bun:test';
import { dashAdvice } from './dash-advice.ts';

const unknown = (name: string) => `error: unknown option '${name}'\n`;

test('a file that begins with a dash is named with ./ before it', () => {
  const there = (path: string) => path === '-walk' || path === '--my walk';
  expect(dashAdvice(unknown('-walk'), there)).toBe('For the file of this name, write ./-walk\n');
  expect(dashAdvice(unknown('--my walk'), there)).toContain("write './--my walk'");
  for (const name of ['-dash.csv', '--dash.csv.gz', '-1.json']) {
    expect(dashAdvice(unknown(name), () => false)).toContain(`write ./${name}\n`);
  }
});

test('a mistyped option is just that', () => {
  expect(dashAdvice(unknown('--jsn'), () => false)).toBe('');
  expect(dashAdvice("error: missing required argument 'path'\n", () => true)).toBe('');
});
