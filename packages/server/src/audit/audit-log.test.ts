import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from './audit-log.ts';
import { createUserLabel } from './user-label.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepstream-audit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(name = 'audit.log', label = createUserLabel(false)) {
  const errors: unknown[] = [];
  const path = join(folder, name);
  const log = new AuditLog({ path, label, now: () => 0, onError: (e) => void errors.push(e) });
  const lines = (file = path) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, path, errors, lines };
}

const ENTRY = { action: 'user.delete', actor: { by: 'admin_token' }, user: 'ann' } as const;

describe('the audit log', () => {
  test('is JSON lines in a file that is its owner’s alone', async () => {
    const { log, path, lines } = open();
    log.record({ ...ENTRY, address: '192.0.2.7', status: 204 });
    log.record({ action: 'session.end', actor: { by: 'token', user: 'me' }, session: 'x' });
    await log.close();
    expect(lines()).toEqual([
      {
        time: '1970-01-01T00:00:00.000Z',
        action: 'user.delete',
        by: 'admin_token',
        address: '192.0.2.7',
        user: 'ann',
        status: 204,
      },
      {
        time: '1970-01-01T00:00:00.000Z',
        action: 'session.end',
        by: 'token',
        operator: 'me',
        session: 'x',
      },
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('goes on where it was', async () => {
    for (let i = 0; i < 2; i++) {
      const { log } = open();
      log.record(ENTRY);
      await log.close();
    }
    expect(open().lines()).toHaveLength(2);
  });

  test('is one line whatever a name holds', async () => {
    const { log, lines } = open();
    log.record({ ...ENTRY, user: 'a\n{"action":"session.end"}\u2028' });
    await log.close();
    expect(lines()).toHaveLength(1);
  });

  test('counts what is too much, and tells so', async () => {
    const { log, lines } = open();
    for (let i = 0; i < 25_000; i++) log.record(ENTRY);
    expect(log.dropped).toBeGreaterThan(0);
    const { dropped } = log;
    await log.close();
    const written = lines();
    expect(written.at(-1)).toMatchObject({ action: 'audit.dropped', dropped });
    expect(written).toHaveLength(25_000 - dropped + 1);
  });

  test('begins a new file where the one before was moved away', async () => {
    const { log, path, lines } = open();
    log.record(ENTRY);
    while (lines().length < 1) await Bun.sleep(5);
    renameSync(path, `${path}.1`);
    // It looks once a second.
    await Bun.sleep(1100);
    log.record(ENTRY);
    await log.close();
    expect(lines(`${path}.1`)).toHaveLength(1);
    expect(lines()).toHaveLength(1);
  });

  test('can be no folder, and not in a folder that is not there', () => {
    expect(() => open('.')).toThrow('not a file');
    expect(() => open('nowhere/audit.log')).toThrow('ENOENT');
  });
});

test('a hash of a name is the same under the same key, and tells nothing of it', () => {
  const one = createUserLabel(true, 'key');
  expect(one('ann')).toBe(createUserLabel(true, 'key')('ann'));
  expect(one('ann')).toMatch(/^user-[\w-]{22}$/);
  expect(one('ann')).not.toBe(one('bob'));
  expect(one('ann')).not.toBe(createUserLabel(true, 'another key')('ann'));
  expect(createUserLabel(true)('ann')).not.toBe(createUserLabel(true)('ann'));
  expect(createUserLabel(false)('ann')).toBe('ann');
});
