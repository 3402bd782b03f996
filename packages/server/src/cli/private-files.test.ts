import { afterEach, beforeEach, expect, test } from 'bun:test';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FilesConfig, permissionNotes } from './private-files.ts';

let outside: string;
let folder: string;
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'stepstream-files-'));
  chmodSync(outside, 0o755);
  folder = join(outside, 'state');
  mkdirSync(folder, { mode: 0o700 });
});
afterEach(() => rmSync(outside, { recursive: true }));

const notes = (config: Partial<FilesConfig> = {}) =>
  permissionNotes({
    ...{
      auditLog: '',
      authSecretFile: '',
      historyStore: '',
      stateFolder: folder,
      store: '',
      tlsCert: '',
      tlsKey: '',
    },
    ...config,
  });

function put(name: string, mode: number, into = folder): string {
  const path = join(into, name);
  writeFileSync(path, '');
  chmodSync(path, mode);
  return path;
}

test('nothing is said of files that are private, or not there', () => {
  expect(notes()).toEqual([]);
  put('stepstream.db', 0o600, outside);
  // Its folder is closed.
  put('stepstream.db', 0o644);
  const key = put('key.pem', 0o600);
  expect(notes({ tlsKey: key })).toEqual([]);
  expect(notes({ stateFolder: join(folder, 'none'), store: 'memory' })).toEqual([]);
});

test('a secret of tokens that others can read is named', () => {
  const secret = put('steps-secret', 0o644, outside);
  const mend = `Other users of this machine can access ${secret}. To prevent that: chmod o= '${secret}'`;
  expect(notes({ authSecretFile: secret })).toEqual([mend]);
  chmodSync(secret, 0o600);
  expect(notes({ authSecretFile: secret })).toEqual([]);
});

test('each file that others can read is named, with what mends it', () => {
  const paths = ['stepstream.db', 'stepstream.db-wal', 'lan-key.pem'].map((name) =>
    put(name, 0o640),
  );
  chmodSync(folder, 0o755);
  const said = notes();
  expect(said).toHaveLength(4);
  expect(said).toContain(
    `Other users of this machine can access ${folder}. To prevent that: chmod 700 '${folder}'`,
  );
  for (const path of paths) expect(said.join('\n')).toContain(`chmod 600 '${path}'`);
});

test('a key may be its group’s, but not everybody’s', () => {
  expect(notes({ tlsKey: put('group.pem', 0o640, outside) })).toEqual([]);
  const key = put('all.pem', 0o644, outside);
  expect(notes({ tlsKey: key })).toEqual([
    `Other users of this machine can access ${key}. To prevent that: chmod o= '${key}'`,
  ]);
});

test('so are an audit log and secrets, but neither certificates nor empty locks', () => {
  const log = put('audit.log', 0o644, outside);
  expect(notes({ auditLog: log })).toHaveLength(1);
  chmodSync(folder, 0o711);
  put('user-id-key', 0o644);
  put('lan-cert.pem', 0o644);
  put('stepstream.db.lock', 0o644);
  const said = notes();
  expect(said).toHaveLength(2);
  expect(said[1]).toContain('user-id-key');
});

test('databases are looked at where they are, and other stores have no files', () => {
  const path = put('elsewhere.db', 0o644, outside);
  for (const url of [`sqlite:${path}`, `sqlite://${path}`]) {
    expect(notes({ store: url })).toHaveLength(1);
    expect(notes({ store: 'memory', historyStore: url })).toHaveLength(1);
  }
  expect(notes({ store: 'redis://127.0.0.1/0' })).toEqual([]);
});
