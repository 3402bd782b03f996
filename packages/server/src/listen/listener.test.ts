import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { createStepstream } from '../engine/create-stepstream.ts';
import type { Stepstream } from '../engine/stepstream.ts';
import type { KeyPair } from './key-pair.ts';
import { Listener } from './listener.ts';
import { selfSignedCertificate } from './self-signed.ts';
import { TlsError } from './tls-error.ts';

const OPENSSL = Bun.which('openssl');
const NEEDS_OPENSSL = OPENSSL ? '' : ' (skipped: no openssl; apt-get install openssl)';
const HOST = '127.0.0.1';

let folder: string;
let engine: Stepstream;
let listener: Listener;
let first: KeyPair;
let second: KeyPair;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-listener-'));
  first = await selfSignedCertificate(join(folder, 'first'), []);
  second = await selfSignedCertificate(join(folder, 'second'), []);
  engine = createStepstream({ logLevel: 'silent' });
});
afterEach(async () => {
  await engine.close();
  await listener.close();
  await rm(folder, { recursive: true });
});

function listen(tls: KeyPair | undefined): void {
  const { fetch, websocket } = engine;
  const handlers = { fetch, websocket, error: () => new Response(null, { status: 500 }) };
  listener = new Listener(handlers, { name: 'main', host: HOST, port: 0, tls });
}

/** The certificate that a newcomer is met with. */
function presented(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: HOST, port: listener.port, rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      resolve(new X509Certificate(socket.getPeerCertificate().raw).fingerprint256);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
const fingerprintOf = ({ cert }: KeyPair) => new X509Certificate(cert).fingerprint256;

describe('another certificate', () => {
  test('meets newcomers, while who is connected goes on', async () => {
    listen(first);
    const url = `wss://${HOST}:${listener.port}/ws/realtime`;
    const socket = new WebSocket(url, { tls: { ca: first.cert } } as never);
    const messages: string[] = [];
    let arrived = Promise.withResolvers<void>();
    socket.onmessage = ({ data }) => {
      messages.push(JSON.parse(String(data)).type);
      arrived.resolve();
    };
    await arrived.promise;
    for (const pair of [second, first, second]) {
      listener.useCertificate(pair);
      expect(await presented()).toBe(fingerprintOf(pair));
      expect(listener.pendingWebSockets).toBe(1);
      arrived = Promise.withResolvers();
      socket.send('{"action":"ping"}');
      await arrived.promise;
    }
    expect(messages).toEqual(['session_started', 'pong', 'pong', 'pong']);
    const answer = await fetch(`https://${HOST}:${listener.port}/health`, {
      tls: { ca: second.cert },
    });
    expect(await answer.json()).toMatchObject({ active_sessions: 1 });
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
    await listener.close();
    await closed;
  });

  test('that can’t be used leaves the one before', async () => {
    listen(first);
    const broken = { cert: second.cert, key: first.key };
    expect(() => listener.useCertificate(broken)).toThrow(TlsError);
    expect(() => listener.useCertificate({ cert: 'x', key: 'y' })).toThrow(TlsError);
    expect(await presented()).toBe(fingerprintOf(first));
  });
});

describe.skipIf(!OPENSSL)(`what openssl s_client is given${NEEDS_OPENSSL}`, () => {
  /** What it says of a handshake with one version and, below 1.3, one cipher. */
  async function handshake(version: string, cipher = 'ALL'): Promise<string> {
    const address = ['-connect', `${HOST}:${listener.port}`];
    const child = Bun.spawn(
      [`${OPENSSL}`, 's_client', ...address, `-${version}`, '-cipher', `${cipher}:@SECLEVEL=0`],
      { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
    );
    const said = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    await child.exited;
    return said.join('\n');
  }
  const chosen = (said: string) => /Cipher is (\S+)/.exec(said)?.[1];

  /** A certificate of the kind that most of the older ciphers are for. */
  async function rsaCertificate(): Promise<KeyPair> {
    const [cert, key] = [join(folder, 'rsa-cert.pem'), join(folder, 'rsa-key.pem')];
    const made = Bun.spawnSync([
      ...[`${OPENSSL}`, 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-keyout', key, '-out', cert],
    ]);
    expect(made.exitCode).toBe(0);
    return { cert: await Bun.file(cert).text(), key: await Bun.file(key).text() };
  }

  test('is TLS 1.2 and 1.3, and nothing older', async () => {
    listen(first);
    for (const version of ['tls1', 'tls1_1']) {
      expect(await handshake(version)).toContain('alert protocol version');
    }
    expect(chosen(await handshake('tls1_2'))).toStartWith('ECDHE-ECDSA-');
    expect(chosen(await handshake('tls1_3'))).toStartWith('TLS_');
  });

  test.each(['RSA', 'ECDSA'])(
    'is no cipher of CBC, or without forward secrecy, for %s',
    async (kind) => {
      const pair = kind === 'RSA' ? await rsaCertificate() : first;
      listen(pair);
      // The rule holds for a certificate that comes later, too.
      listener.useCertificate(pair);
      // What is chosen is offered no more, until there is nothing left to choose.
      const given: string[] = [];
      for (;;) {
        const rest = ['ALL', ...given.map((name) => `!${name}`)].join(':');
        const cipher = chosen(await handshake('tls1_2', rest));
        if (cipher === undefined || cipher === '(NONE)') break;
        given.push(cipher);
      }
      expect(given.toSorted()).toEqual([
        `ECDHE-${kind}-AES128-GCM-SHA256`,
        `ECDHE-${kind}-AES256-GCM-SHA384`,
        `ECDHE-${kind}-CHACHA20-POLY1305`,
      ]);
    },
  );
});
