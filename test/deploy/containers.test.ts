/** What is run in containers, as far as that can be told without Docker, which is not run. */
import { describe, expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DEFAULT_CONFIG, readConfig } from 'stepstream';
import { parseConfigFile, variableNames } from 'stepstream/internals';

const DEPLOY = join(import.meta.dir, '../../deploy');
const yaml = (name: string): unknown => Bun.YAML.parse(readFileSync(join(DEPLOY, name), 'utf8'));

interface Service {
  readonly environment?: Record<string, string>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: object;
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
}
interface Compose {
  readonly services: Record<string, Service>;
  readonly secrets: Record<string, { readonly file: string }>;
  readonly volumes: object;
}
const FILES = ['docker/compose.yaml', 'docker/cluster/compose.yaml'];

describe.each(FILES)('%s', (file) => {
  const { services, secrets, volumes } = yaml(file) as Compose;
  const folder = join(DEPLOY, file, '..');
  const ours = Object.entries(services).filter(([name]) => name.startsWith('stepstream'));

  test('names secrets, volumes, services and files that there are', () => {
    for (const [name, service] of Object.entries(services)) {
      for (const secret of service.secrets ?? []) expect(Object.keys(secrets)).toContain(secret);
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':');
        // The operator's own.
        if (source === './certificates') continue;
        const isThere = source.startsWith('.')
          ? existsSync(resolve(folder, source))
          : source in volumes;
        expect([name, source, isThere]).toEqual([name, source, true]);
      }
      const needed = service.depends_on ?? [];
      const names = Array.isArray(needed) ? needed : Object.keys(needed);
      for (const other of names) expect(Object.keys(services)).toContain(other);
    }
  });

  test('has its servers told what they understand, and read only secrets that they are given', () => {
    const known = variableNames();
    for (const [, { environment = {}, secrets = [] }] of ours) {
      expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
      const plain = Object.entries(environment).filter(([name]) => !name.endsWith('_FILE'));
      readConfig({}, Object.fromEntries(plain));
      const files = Object.values(environment).filter((text) => text.startsWith('/run/secrets/'));
      expect(files.map((path) => path.slice('/run/secrets/'.length)).sort()).toEqual(
        [...secrets].sort(),
      );
    }
  });

  test('lets its servers write nowhere but where they must, and drain', () => {
    expect(ours.length).toBeGreaterThan(0);
    for (const [, service] of ours) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      const seconds = Number.parseInt(service.stop_grace_period ?? '0', 10);
      expect(seconds).toBeGreaterThan(DEFAULT_CONFIG.grace);
    }
  });
});

test('the secrets of the cluster are made once, and fit what reads them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-secrets-'));
  try {
    const script = join(folder, 'make-secrets.sh');
    await writeFile(script, await readFile(join(DEPLOY, 'docker/cluster/make-secrets.sh')));
    const make = () => Bun.spawnSync(['sh', script]);
    expect(make()).toMatchObject({ exitCode: 0 });
    const { secrets } = yaml('docker/cluster/compose.yaml') as Compose;
    const names = readdirSync(join(folder, 'secrets')).sort();
    expect(names).toEqual(Object.keys(secrets).sort());
    const all = () => names.map((name) => readFileSync(join(folder, 'secrets', name), 'utf8'));
    const first = all();
    const config = readConfig(
      {},
      {
        STEPSTREAM_ADMIN_TOKEN_FILE: join(folder, 'secrets/admin-token'),
        STEPSTREAM_STORE_FILE: join(folder, 'secrets/store-url'),
        STEPSTREAM_HISTORY_STORE_FILE: join(folder, 'secrets/history-url'),
      },
    );
    expect(config.adminToken).toMatch(/^[0-9a-f]{48}$/);
    expect(config.store).toMatch(/^redis:\/\/:[0-9a-f]{48}@redis:6379\/0$/);
    expect(config.historyStore).toMatch(/^postgres:\/\/stepstream:[0-9a-f]{48}@postgres:5432\//);
    expect(make()).toMatchObject({ exitCode: 0 });
    expect(all()).toEqual(first);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe('each Dockerfile', () => {
  test.each(['docker/Dockerfile', 'home-assistant/stepstream/Dockerfile'])('%s', (file) => {
    const text = readFileSync(join(DEPLOY, file), 'utf8');
    const known = variableNames();
    const named = text.match(/STEPSTREAM_[A-Z_]+/g) ?? [];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    // The image of Bun is the one that the package runs under.
    const { optionalDependencies } = JSON.parse(
      readFileSync(join(DEPLOY, '../package.json'), 'utf8'),
    ) as { optionalDependencies: Record<string, string> };
    expect(text).toContain(`FROM oven/bun:${optionalDependencies['@oven/bun-linux-x64']}-slim`);
    expect(text).toContain('ENTRYPOINT ["bun", "node_modules/stepstream/cli/main.js"]');
  });
});

test('the add-on’s options are a configuration file, and so is each that its form offers', () => {
  const addOn = yaml('home-assistant/stepstream/config.yaml') as {
    options: Record<string, unknown>;
    schema: Record<string, string>;
  };
  const layer = parseConfigFile('options.json', JSON.stringify(addOn.options));
  expect(readConfig({}, {}, layer).trustUserIds).toBe(true);
  const samples: Record<string, unknown> = {
    list: 'warn',
    bool: true,
    password: 'a-long-enough-token',
  };
  for (const [key, kind] of Object.entries(addOn.schema)) {
    const word = /^\w+/.exec(kind)?.[0] ?? '';
    const [, low] = /\(([\d.]+),/.exec(kind) ?? [];
    const value = low === undefined ? (samples[word] ?? 'https://a.example') : Number(low);
    readConfig({}, {}, parseConfigFile('options.json', JSON.stringify({ [key]: value })));
  }
});
