import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../config.ts';
import { configTable, unknownVariables } from './check-config.ts';
import { checkSettings } from './check-settings.ts';
import { configFrom, reloadSettings, resolveFlags } from './config-option.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepstream-config-'));
  path = join(folder, 'steps.toml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string) => writeFileSync(path, text);

test('a flag names the file, or else a variable', () => {
  write('port = 9000');
  expect(configFrom({ config: path }, {}).port).toBe(9000);
  expect(configFrom({}, { STEPSTREAM_CONFIG: path }).port).toBe(9000);
  expect(configFrom({ config: path }, { STEPSTREAM_CONFIG: '/nowhere' }).port).toBe(9000);
  expect(() => configFrom({}, { STEPSTREAM_CONFIG: '/nowhere' })).toThrow(
    'STEPSTREAM_CONFIG: cannot read /nowhere: there is no such file',
  );
});

test('a flag without an argument says yes', () => {
  expect(configFrom({ lan: true }, {}).lan).toBe(true);
});

test('what reloads is read again, and outweighed as before; the rest of the file may be wrong', () => {
  write('log-level = "warn"');
  expect(reloadSettings({ config: path }, {})).toEqual({ logLevel: 'warn' });
  write('log-level = "error"\nport = 70000');
  expect(reloadSettings({ config: path }, {})).toEqual({ logLevel: 'error' });
  expect(reloadSettings({ config: path, logLevel: 'info' }, {})).toEqual({ logLevel: 'info' });
  write('log-level = "loud"');
  expect(() => reloadSettings({ config: path }, {})).toThrow(ConfigError);
  expect(reloadSettings({}, {})).toEqual({ logLevel: 'info' });
});

test('the table tells each value and its place, and no secret', () => {
  write('log-level = "warn"\nadmin-token = "0123456789abcdef"');
  const resolved = resolveFlags({ config: path, port: '9000' }, { STEPSTREAM_GRACE: '40' });
  const table = configTable(resolved, true);
  expect(
    table
      .split('\n')
      .slice(2)
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['port', '9000', '--port'],
    ['log-level', 'warn', `${path}:1: log-level`],
    ['grace', '40', 'STEPSTREAM_GRACE'],
    ['admin-token', '***', `${path}:2: admin-token`],
  ]);
  expect(configTable(resolved, false)).toMatch(/\nauth-secret +made once, .* +default\n/);
});

test.each([
  [{ drainDelay: '20', drainSpread: '10' }, '--grace=30: expected more than'],
  [{ webhookUrl: 'https://app.example' }, 'webhooks need a secret'],
  [{ authSecret: 'x'.repeat(32) }, '--auth-… settings need --auth token'],
  [{ admin: 'open', store: 'redis://cache' }, '--admin=open: expected a server that only'],
  [{ store: 'mysql://db' }, 'store'],
  [{ cluster: 'redis://cache' }, '--cluster needs a --store that servers share'],
  [{ tlsCert: '/nowhere' }, '--tls-cert and --tls-key belong together'],
])('%p do not go together', (flags, message) => {
  expect(() => checkSettings(configFrom(flags, {}))).toThrow(message);
});

test.each([{}, { auth: 'token' }, { store: 'redis://cache', publicUrl: 'https://a.example' }])(
  '%p go together',
  (flags) => checkSettings(configFrom(flags, {})),
);

test('variables that look like settings are told of', () => {
  expect(
    unknownVariables({
      ...{ STEPSTREAM_PORT: '1', STEPSTREAM_CONFIG: 'x', STEPSTREAM_STORE_FILE: 'x' },
      ...{ STEPSTREAM_PROT: '1', PATH: '/bin' },
    }),
  ).toEqual(['STEPSTREAM_PROT is not a setting, and has no effect']);
});
