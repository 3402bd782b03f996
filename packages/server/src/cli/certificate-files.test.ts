import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KeyPair, selfSignedCertificate } from '../index.ts';
import { CertificateFiles } from './certificate-files.ts';

/** The files are looked at this often here, in milliseconds. */
const CHECK_MS = 5;

let folder: string;
let files: CertificateFiles;
let used: KeyPair[];
let said: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-certificate-'));
  used = [];
  said = [];
});
afterEach(async () => {
  files.stop();
  await rm(folder, { recursive: true });
});

const make = (name: string) => selfSignedCertificate(join(folder, name), []);

async function put({ cert, key }: KeyPair, into = folder): Promise<void> {
  await mkdir(into, { recursive: true });
  await Promise.all([writeFile(join(into, 'c.pem'), cert), writeFile(join(into, 'k.pem'), key)]);
}

function watch(current: KeyPair, inFolder = folder): void {
  const log = (_: object, message: string) => void said.push(message);
  files = new CertificateFiles(
    {
      cert: join(inFolder, 'c.pem'),
      key: join(inFolder, 'k.pem'),
      current,
      logger: { info: log, warn: log, error: log },
      use: (pair) => void used.push(pair),
    },
    CHECK_MS,
  );
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(CHECK_MS);
}

test('a pair that is rewritten is put into use once', async () => {
  const [first, second] = [await make('a'), await make('b')];
  await put(first);
  watch(first);
  await put(second);
  await until(() => used.length > 0);
  await Bun.sleep(10 * CHECK_MS);
  expect(used).toEqual([second]);
  expect(said).toEqual(['certificate reloaded']);
});

test('a link that points elsewhere, as programs that renew certificates leave it, is followed', async () => {
  const [first, second] = [await make('a'), await make('b')];
  await put(first, join(folder, '1'));
  await put(second, join(folder, '2'));
  const live = join(folder, 'live');
  await symlink(join(folder, '1'), live);
  watch(first, live);
  await symlink(join(folder, '2'), `${live}.new`);
  await rename(`${live}.new`, live);
  await until(() => used.length > 0);
  expect(used).toEqual([second]);
});

test('what can’t be used is told once, and the next that can is put into use', async () => {
  const [first, second] = [await make('a'), await make('b')];
  await put(first);
  watch(first);
  await put({ cert: 'nonsense', key: second.key });
  await until(() => said.length > 0);
  await Bun.sleep(10 * CHECK_MS);
  expect(said).toEqual(['certificate not reloaded: the previous one stays']);
  await rm(join(folder, 'k.pem'));
  await until(() => said.length > 1);
  await put(second);
  await until(() => used.length > 0);
  expect(used).toEqual([second]);
});

test('asked for, the files are read at once, and it is said where they are the same', async () => {
  const [first, second] = [await make('a'), await make('b')];
  await put(first);
  watch(first);
  files.stop();
  files.reload();
  expect(said).toEqual(['certificate is in use already']);
  await put(second);
  files.reload();
  expect(used).toEqual([second]);
  files.reload();
  expect(used).toEqual([second]);
});
