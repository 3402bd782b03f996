import { beforeAll, describe, expect, test } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packPackages } from '@stepstream/testing/installed-package';
import { judgeAudit } from '../../build/judge-audit.ts';
import { productionDependencies } from '../../build/production-dependencies.ts';
import { licencesTable } from '../../docs/generate/licences.ts';
import { readSection } from '../../docs/generate/section.ts';

const ROOT = join(import.meta.dir, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/licences.md'), 'utf8');

/** What others may ask of us and of our users: to name them, and to pass their terms on. No more. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

describe('licences', () => {
  test('of everything that users run are among those that are allowed', () => {
    const dependencies = productionDependencies();
    expect(dependencies.length).toBeGreaterThan(50);
    const refused = dependencies.filter(({ licence }) => !ALLOWED.includes(licence));
    expect(refused).toEqual([]);
  });

  test('are those that the installed packages name', () => {
    const installed = productionDependencies().filter(({ path }) => existsSync(join(ROOT, path)));
    expect(installed.length).toBeGreaterThan(50);
    for (const { path, version, licence } of installed) {
      const manifest = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'));
      expect([path, manifest.version, manifest.license]).toEqual([path, version, licence]);
    }
  });

  test('are listed in the documents (npm run docs), with the list of those that are allowed', () => {
    expect(readSection(PAGE, 'licences')).toBe(licencesTable());
    for (const licence of ALLOWED) expect(PAGE.split('\n## ')[0]).toContain(licence);
  });
});

describe('the published server', () => {
  let read: (name: string) => string;
  beforeAll(async () => {
    const tarball = (await packPackages()).get('stepstream') ?? '';
    read = (name) => Bun.spawnSync(['tar', '-xzOf', tarball, `package/${name}`]).stdout.toString();
  }, 120_000);

  test('tells its parts as CycloneDX: each with a version, a licence and a hash', () => {
    const sbom = JSON.parse(read('sbom.cdx.json'));
    const { version } = JSON.parse(read('package.json'));
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: expect.stringMatching(/^1\.\d$/),
    });
    const own = `pkg:npm/stepstream@${version}`;
    expect(sbom.metadata.component).toMatchObject({ name: 'stepstream', version, purl: own });
    const others = sbom.components.filter(
      ({ name }: { name: string }) => !name.startsWith('@stepstream/'),
    );
    const told = others.map(({ name, version }: Record<string, string>) => `${name}@${version}`);
    const expected = productionDependencies().map(({ name, version }) => `${name}@${version}`);
    expect(new Set(told)).toEqual(new Set(expected));
    for (const { licenses, hashes, purl } of others) {
      expect(ALLOWED).toContain(licenses[0].license.id);
      expect(hashes[0]).toMatchObject({
        alg: 'SHA-512',
        content: expect.stringMatching(/^[\da-f]{128}$/),
      });
      expect(purl).toStartWith('pkg:npm/');
    }
    const known = new Set(
      [sbom.metadata.component, ...sbom.components].map((part) => part['bom-ref']),
    );
    for (const { ref, dependsOn } of sbom.dependencies) {
      expect([ref, ...dependsOn].filter((each: string) => !known.has(each))).toEqual([]);
    }
  });

  test('carries the licences of what is bundled into the console', () => {
    const notices = read('THIRD-PARTY-NOTICES.txt');
    for (const { name, version } of productionDependencies(['console'])) {
      expect(notices).toContain(`${name} ${version} (`);
    }
    expect(notices).toContain('preact');
    expect(notices).toContain('THE SOFTWARE IS PROVIDED "AS IS"');
  });
});

describe('an audit', () => {
  const report = (counts: Record<string, number>) =>
    JSON.stringify({ metadata: { vulnerabilities: counts } });

  test('passes where nothing is known, and fails where something is', () => {
    expect(judgeAudit(report({ low: 0, high: 0, total: 0 })).passed).toBe(true);
    const { passed, line } = judgeAudit(report({ low: 1, high: 2, total: 3 }));
    expect(passed).toBe(false);
    expect(line).toContain('1 low, 2 high');
  });

  test('passes at a registry that has none, and says so', () => {
    const { passed, line } = judgeAudit('{"statusCode":405,"message":"405 Method Not Allowed"}');
    expect(passed).toBe(true);
    expect(line).toContain('NOT AUDITED');
  });

  test('that could not be run fails', () => {
    for (const output of ['', '{"message":"ECONNREFUSED"}', '{"statusCode":500,"message":"no"}']) {
      expect(judgeAudit(output).passed).toBe(false);
    }
  });
});
