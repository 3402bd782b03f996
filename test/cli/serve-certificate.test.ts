import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { type KeyPair, selfSignedCertificate } from 'stepstream';
import { serve, withoutOuterSettings } from './serve-process.ts';

withoutOuterSettings();

const STEPSTREAM = join(import.meta.dir, '../../packages/server/bin/stepstream.js');

let folder: string;
let paths: { readonly cert: string; readonly key: string };
let server: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-certificate-'));
  paths = { cert: join(folder, 'c.pem'), key: join(folder, 'k.pem') };
});
afterEach(async () => {
  if (server && server.exitCode === null) {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
  server = undefined;
  await rm(folder, { recursive: true });
});

async function put({ cert, key }: KeyPair): Promise<void> {
  await writeFile(paths.cert, cert);
  await writeFile(paths.key, key, { mode: 0o600 });
}
const make = (name: string) => selfSignedCertificate(join(folder, name), []);

/** Starts a server without a terminal, as supervisors do. */
async function start() {
  const tls = ['--tls-cert', paths.cert, '--tls-key', paths.key, '--hsts', '60'];
  const args = ['serve', '--port', '0', ...tls];
  const child = spawn('node', [STEPSTREAM, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server = child;
  let said = '';
  let logged = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    logged += chunk;
  });
  const exited = once(child, 'exit');
  while (!said.includes('Ctrl-C')) {
    if (child.exitCode !== null) throw new Error(`it did not start: ${logged}`);
    await Bun.sleep(10);
  }
  const url = /listens on (\S+)/.exec(said)?.[1] ?? '';
  return {
    said,
    url,
    hangUp: () => child.kill('SIGHUP'),
    async logs(text: string) {
      while (!logged.includes(text)) await Bun.sleep(10);
    },
    async end(signal: NodeJS.Signals) {
      child.kill(signal);
      return (await exited)[0];
    },
  };
}

/** The certificate that a newcomer is met with. */
function presented(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      resolve(new X509Certificate(socket.getPeerCertificate().raw).fingerprint256);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
const fingerprintOf = ({ cert }: KeyPair) => new X509Certificate(cert).fingerprint256;

describe('the certificate of a running server', () => {
  test('is replaced on SIGHUP and when its files change, and no client is cut', async () => {
    const [first, second, third] = [await make('a'), await make('b'), await make('c')];
    await put(first);
    const { url, hangUp, logs, end } = await start();
    const stream = `${url.replace('https', 'wss')}/ws/realtime`;
    const socket = new WebSocket(stream, { tls: { ca: first.cert } } as never);
    const greeted = once(socket, 'message');
    const { headers } = await fetch(`${url}/health`, { tls: { ca: first.cert } });
    expect(headers.get('strict-transport-security')).toBe('max-age=60');
    let closes = 0;
    socket.onclose = () => closes++;
    await greeted;
    await put(second);
    hangUp();
    await logs(fingerprintOf(second));
    expect(await presented(url)).toBe(fingerprintOf(second));
    // Nobody says that these have changed.
    await put(third);
    await logs(fingerprintOf(third));
    expect(await presented(url)).toBe(fingerprintOf(third));
    socket.send('{"action":"ping"}');
    const [{ data }] = await once(socket, 'message');
    expect(JSON.parse(data)).toMatchObject({ type: 'pong' });
    expect(closes).toBe(0);
    socket.close();
    expect(await end('SIGTERM')).toBe(0);
  });

  test('stays where its files can’t be used, and it is said why', async () => {
    const first = await make('a');
    await put(first);
    const { url, hangUp, logs } = await start();
    await writeFile(paths.key, (await make('b')).key);
    hangUp();
    await logs('is not the key of the certificate');
    expect(await presented(url)).toBe(fingerprintOf(first));
  });
});

test('a key that everybody can read is told of at the start', async () => {
  await put(await make('a'));
  await chmod(paths.key, 0o644);
  await chmod(folder, 0o755);
  expect((await start()).said).toContain(`To prevent that: chmod o= '${paths.key}'`);
});

test('HSTS with a self-signed certificate is refused: nobody could get past its warning', async () => {
  const { code, stderr } = await serve(['--port', '0', '--lan', '--hsts', '60']);
  expect(code).toBe(2);
  expect(stderr).toStartWith('stepstream: --hsts: ');
});
