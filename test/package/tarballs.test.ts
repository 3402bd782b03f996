import { beforeAll, describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packPackages } from '@stepstream/testing/installed-package';
import { publint } from 'publint';

const ROOT = join(import.meta.dir, '../..');
const ATTW = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');

const PACKAGES = [
  '@stepstream/protocol',
  '@stepstream/detector',
  '@stepstream/client',
  '@stepstream/formats',
  'stepstream',
];
/** What a package may hold beside JavaScript and declarations. */
const OTHER_FILES =
  /^(package\.json|README\.md|LICENSE|THIRD-PARTY-NOTICES\.txt|sbom\.cdx\.json|site\.json\.gz|models\/[\w-]+\/model\.safetensors|page\/[\w-]+\.(css|svg|png|json))$/;

let packed: ReadonlyMap<string, string>;
beforeAll(async () => {
  packed = await packPackages();
}, 120_000);

test('npm publishes these packages and no others', () => {
  expect([...packed.keys()].sort()).toEqual([...PACKAGES].sort());
});

describe.each(PACKAGES)('the package %s', (name) => {
  const tarball = () => packed.get(name) ?? '';
  const files = () =>
    Bun.spawnSync(['tar', '-tzf', tarball()])
      .stdout.toString()
      .trim()
      .split('\n')
      .map((path) => path.replace('package/', ''));
  const manifest = () =>
    JSON.parse(
      Bun.spawnSync(['tar', '-xzOf', tarball(), 'package/package.json']).stdout.toString(),
    );

  test('passes publint', async () => {
    const { messages } = await publint({
      pack: { tarball: await Bun.file(tarball()).arrayBuffer() },
      strict: true,
    });
    expect(messages.filter(({ type }) => type !== 'suggestion')).toEqual([]);
  });

  test('holds nothing but JavaScript, declarations, and what those read', () => {
    const odd = files().filter((path) => !/\.(js|d\.ts)$/.test(path) && !OTHER_FILES.test(path));
    expect(odd).toEqual([]);
  });

  test('holds nothing of the tests or the trainer', () => {
    const all = Bun.spawnSync(['tar', '-xzOf', tarball()]).stdout.toString();
    expect(files().filter((path) => /test|trainer/.test(path))).toEqual([]);
    expect(all.match(/packages\/(trainer|testing)\/|bun:test|fast-check/g)).toBeNull();
  });

  test('depends on nothing private, and on our own packages in its own version', () => {
    const { version, dependencies = {}, devDependencies, scripts } = manifest();
    expect({ devDependencies, scripts }).toEqual({
      devDependencies: undefined,
      scripts: undefined,
    });
    for (const [needed, range] of Object.entries(dependencies)) {
      if (!needed.includes('stepstream')) continue;
      expect(PACKAGES).toContain(needed);
      expect(range).toBe(version);
    }
  });

  test('has a README of its own and the licence', () => {
    const read = (path: string) =>
      Bun.spawnSync(['tar', '-xzOf', tarball(), `package/${path}`]).stdout.toString();
    expect(read('README.md').length).toBeGreaterThan(300);
    expect(read('LICENSE')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
  });
});

test('each package has types that resolve wherever its code does', async () => {
  const problems = [...packed.values()].map(async (tarball) => {
    const check = Bun.spawn(['node', ATTW, tarball, '--profile', 'esm-only', '--no-color']);
    const told = await new Response(check.stdout).text();
    return (await check.exited) === 0 ? '' : told;
  });
  expect((await Promise.all(problems)).join('')).toBe('');
}, 120_000);

test('all packages have one version', () => {
  const versions = [...packed.values()].map((path) => /-(\d[^/]*)\.tgz$/.exec(path)?.[1]);
  expect(new Set(versions).size).toBe(1);
});
