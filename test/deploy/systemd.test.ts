import { expect, test } from 'bun:test';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CONFIG, SETTINGS } from 'stepstream';
import { variableNames } from 'stepstream/internals';

const FOLDER = join(import.meta.dir, '../../deploy');
const ANALYZE = Bun.which('systemd-analyze');
const NEEDS_SYSTEMD = ANALYZE ? '' : ' (skipped: no systemd-analyze; apt-get install systemd)';

/** What an exposure may be, of 10; `docs/deployment.md` names it. systemd counts in tenths of it here. */
const MAX_EXPOSURE = 14;

const unit = () => readFile(join(FOLDER, 'systemd/stepstream.service'), 'utf8');

test.skipIf(!ANALYZE)(`systemd finds nothing wrong with the unit${NEEDS_SYSTEMD}`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-systemd-'));
  try {
    const path = join(folder, 'stepstream.service');
    // It looks whether the program is there, and this machine may have its Node elsewhere.
    const text = (await unit()).replace('ExecStart=/usr/bin/node ', 'ExecStart=/bin/true ');
    expect(text).toContain('ExecStart=/bin/true ');
    await writeFile(path, text);
    const verified = Bun.spawnSync([`${ANALYZE}`, 'verify', path]);
    expect(verified.stderr.toString() + verified.stdout.toString()).toBe('');
    expect(verified.exitCode).toBe(0);
    const judged = Bun.spawnSync([
      ...[`${ANALYZE}`, 'security', '--offline=true', `--threshold=${MAX_EXPOSURE}`, path],
    ]);
    expect([judged.stdout.toString().trim().split('\n').at(-1), judged.exitCode]).toEqual([
      expect.stringContaining('Overall exposure level'),
      0,
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the unit gives the server one signal, and longer than it may take', async () => {
  const text = await unit();
  expect(text).toContain('\nKillMode=mixed\n');
  const seconds = Number(/\nTimeoutStopSec=(\d+)\n/.exec(text)?.[1]);
  expect(seconds).toBeGreaterThan(DEFAULT_CONFIG.grace);
});

test('every setting that the unit and its file name exists', async () => {
  const known = variableNames();
  for (const file of ['systemd/stepstream.service', 'systemd/stepstream.env']) {
    const text = await readFile(join(FOLDER, file), 'utf8');
    const named = text.match(/STEPSTREAM_[A-Z_]+/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect([file, named.filter((name) => !known.has(name))]).toEqual([file, []]);
  }
});

test('every proxy’s file says with which flags the server is to run', async () => {
  const flags = new Set<string>(Object.values(SETTINGS).map(({ flag }) => `--${flag}`));
  const files = [
    ...['nginx/stepstream.conf', 'haproxy/haproxy.cfg', 'haproxy/cluster.cfg'],
    ...['caddy/Caddyfile', 'traefik/stepstream.yml'],
  ];
  for (const file of files) {
    const text = await readFile(join(FOLDER, file), 'utf8');
    expect([file, text.includes('--public-url https://')]).toEqual([file, true]);
    const named = text.match(/(?<=\s)--[a-z][a-z-]+/g) ?? [];
    expect([file, named.filter((flag) => !flags.has(flag))]).toEqual([file, []]);
  }
});

test('Traefik’s file is YAML, with a router that leads to a server', async () => {
  const text = await readFile(join(FOLDER, 'traefik/stepstream.yml'), 'utf8');
  const { http } = Bun.YAML.parse(text) as {
    http: { routers: Record<string, { service: string }>; services: Record<string, object> };
  };
  expect(Object.keys(http.services)).toContain(http.routers['stepstream']?.service ?? '');
  expect(http.services['stepstream']).toMatchObject({
    loadBalancer: { servers: [{ url: 'http://127.0.0.1:8000' }], healthCheck: { path: '/readyz' } },
  });
});
