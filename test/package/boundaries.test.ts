import { afterAll, beforeAll, expect, test } from 'bun:test';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dir, '../..');

/** A repository of two packages, where nearly each file breaks a rule. */
const FILES: Readonly<Record<string, string>> = {
  'packages/protocol/package.json': JSON.stringify({
    name: '@stepstream/protocol',
    exports: { '.': './src/index.ts' },
  }),
  'packages/protocol/src/index.ts': 'export const LIMIT = 1;',
  'packages/protocol/src/inside.ts': 'export const INSIDE = 1;',
  'packages/protocol/src/upward.ts': "export { client } from '@stepstream/client';",
  'packages/client/package.json': JSON.stringify({
    name: '@stepstream/client',
    exports: { '.': './src/index.ts' },
    dependencies: { '@stepstream/protocol': '*' },
  }),
  'packages/client/src/index.ts':
    "import { LIMIT } from '@stepstream/protocol'; export const client = LIMIT;",
  'packages/client/src/circle.ts':
    "import { b } from './circle-back.ts'; export const a = 1; export const c = b;",
  'packages/client/src/circle-back.ts': "import { a } from './circle.ts'; export const b = a;",
  'packages/client/src/types.ts':
    "import type { B } from './types-back.ts'; export interface A { b?: B }",
  'packages/client/src/types-back.ts':
    "import type { A } from './types.ts'; export interface B { a?: A }",
  'packages/client/src/by-path.ts': "export { INSIDE } from '../../protocol/src/inside.ts';",
  'packages/client/src/by-name.ts': "export { INSIDE } from '@stepstream/protocol/src/inside.ts';",
  'packages/client/src/undeclared.ts': "export { z } from 'zod';",
  'packages/client/src/of-node.ts': "export { join } from 'node:path';",
  'packages/client/src/of-node.test.ts': "export { join } from 'node:path';",
  'test/by-path.ts': "export { INSIDE } from '../packages/protocol/src/inside.ts';",
};

interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly rule: { readonly name: string };
      readonly cycle?: readonly { readonly name: string }[];
    }[];
  };
}

let folder: string;
/** The rules that each file breaks; a cycle is reported once, and broken by all in it. */
const broken = new Map<string, string[]>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-boundaries-'));
  for (const [path, text] of Object.entries(FILES)) await Bun.write(join(folder, path), text);
  for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json']) {
    await cp(join(ROOT, name), join(folder, name));
  }
  await Bun.write(join(folder, 'package.json'), JSON.stringify({ workspaces: ['packages/*'] }));
  await Bun.write(join(folder, 'node_modules/@stepstream/.keep'), '');
  for (const name of ['protocol', 'client']) {
    const link = join(folder, 'node_modules/@stepstream', name);
    await symlink(join(folder, 'packages', name), link);
  }
  await cp(
    join(ROOT, 'node_modules/zod/package.json'),
    join(folder, 'node_modules/zod/package.json'),
  );
  await cp(join(ROOT, 'node_modules/zod/index.js'), join(folder, 'node_modules/zod/index.js'));
  const cruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout } = Bun.spawnSync(['node', cruise, '--output-type', 'json', 'packages', 'test'], {
    cwd: folder,
  });
  const report: Report = JSON.parse(stdout.toString());
  for (const { from, rule, cycle = [] } of report.summary.violations) {
    for (const file of new Set([from, ...cycle.map(({ name }) => name)])) {
      broken.set(file, [...(broken.get(file) ?? []), rule.name]);
    }
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['packages/client/src/circle.ts', ['no-circular']],
  ['packages/client/src/types.ts', ['no-circular']],
  ['packages/client/src/by-path.ts', ['no-deep-import']],
  ['packages/client/src/by-name.ts', ['not-to-unresolvable']],
  ['test/by-path.ts', ['no-deep-import-from-outside']],
  ['packages/protocol/src/upward.ts', ['protocol-uses']],
  ['packages/client/src/undeclared.ts', ['declared-dependencies']],
  ['packages/client/src/of-node.ts', ['runs-everywhere']],
])('the file %s breaks %p', (file, rules) => {
  expect(broken.get(file)).toEqual(rules);
});

test.each(['packages/client/src/index.ts', 'packages/client/src/of-node.test.ts'])(
  'the file %s breaks no rule',
  (file) => {
    expect(broken.get(file)).toBeUndefined();
  },
);
