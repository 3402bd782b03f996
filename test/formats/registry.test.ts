import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMATS } from '@stepstream/formats';

const DOCUMENT = readFileSync(join(import.meta.dir, '../../docs/formats.md'), 'utf8');

test('docs/formats.md has a row for each registered format', () => {
  const missing = FORMATS.filter(({ name }) => !DOCUMENT.includes(`\n| \`${name}\` |`));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

test('each registered format has a name of its own', () => {
  const names = FORMATS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
