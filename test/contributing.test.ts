import { expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dir, '..');
const GUIDE = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Files and folders of this repository that the guide names. */
const PATHS = [
  ...new Set(GUIDE.match(/(?<![\w/.])(?:packages|test|build|\.ci)\/[\w./-]*\w/g)),
].filter((path) => !path.endsWith('/dist'));

test('the guide says where to change eight things', () => {
  const answers = /## Where to change what\n(.*?)\n## /s.exec(GUIDE)?.[1];
  expect(answers?.match(/^\| (?!I want|---)/gm)?.length).toBe(8);
});

test.each(PATHS)('the guide names %s, which exists', (path) => {
  expect(existsSync(join(ROOT, path))).toBe(true);
});

test('the map has every package', () => {
  for (const name of readdirSync(join(ROOT, 'packages'))) {
    expect(GUIDE).toContain(`\`packages/${name}\``);
  }
});

test('the guide names scripts that exist', () => {
  const named = [...GUIDE.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('the table of commands has every script', () => {
  const table = /## Commands\n(.*?)\n## /s.exec(GUIDE)?.[1] ?? '';
  const told = [...table.matchAll(/^\| `npm (?:run )?([\w:]+)`/gm)].map(([, name = '']) => name);
  expect(told.toSorted()).toEqual(Object.keys(scripts).toSorted());
});
