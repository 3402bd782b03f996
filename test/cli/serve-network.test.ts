import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lanAddresses, selfSignedCertificate } from 'stepstream';
import { serve, visit, withoutOuterSettings, withVariable } from './serve-process.ts';

withoutOuterSettings();

describe('beyond this machine', () => {
  let state: string;
  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), 'stepstream-state-'));
  });
  afterAll(() => rm(state, { recursive: true }));
  const [address] = lanAddresses();
  const lan = () => ['--port', '0', '--lan', '--lan-port', '0', '--state-folder', state];

  /** Serves until `visit` is done with both addresses. */
  const visitLan = (args: readonly string[], visitor: (url: string) => Promise<void>) => {
    let found = '';
    return visit(
      args,
      'SIGTERM',
      async () => visitor(found),
      (said) => {
        found = /https:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? '';
      },
    );
  };

  test.skipIf(!address)(
    '--lan serves HTTPS, says where, what it exposes, and the token',
    async () => {
      const answers: unknown[] = [];
      const { code, stdout } = await visitLan(lan(), async (url) => {
        const tls = { ca: await readFile(join(state, 'lan-cert.pem'), 'utf8') };
        answers.push((await fetch(`${url}/health`, { tls })).status);
        answers.push((await fetch(`${url}/sessions`, { tls })).status);
      });
      expect({ code, answers }).toEqual({ code: 0, answers: [200, 401] });
      expect(stdout).toMatch(/Stepstream listens on http:\/\/127\.0\.0\.1:\d+\n/);
      expect(stdout).toContain(`  https://${address}:`);
      expect(stdout).toContain('/#phone\n');
      expect(stdout).toMatch(/[█▀▄]{10}/);
      expect(stdout).toMatch(/\/#token=[\w-]{24}\n/);
      expect(stdout).toContain('Anyone who can reach this address can open the page and stream');
      expect(stdout).toMatch(/([0-9A-F]{2}:){31}[0-9A-F]{2}/);
    },
  );

  test.skipIf(!address)('the certificate is the same after a restart', async () => {
    const certificates: string[] = [];
    for (let start = 0; start < 2; start++) {
      await visitLan(lan(), async () => {
        certificates.push(await readFile(join(state, 'lan-cert.pem'), 'utf8'));
      });
    }
    expect(certificates[0]).toBe(certificates[1] as string);
  });

  test('--tls-cert and --tls-key alone make the main address speak HTTPS', async () => {
    const { cert, key } = await selfSignedCertificate(join(state, 'own'), []);
    const [certPath, keyPath] = [join(state, 'c.pem'), join(state, 'k.pem')];
    await Promise.all([writeFile(certPath, cert), writeFile(keyPath, key)]);
    const args = ['--port', '0', '--tls-cert', certPath, '--tls-key', keyPath];
    const { stdout } = await visit(args, 'SIGTERM', async (url) => {
      expect(url).toStartWith('https://127.0.0.1:');
      expect((await fetch(`${url}/health`, { tls: { ca: cert } })).status).toBe(200);
    });
    expect(stdout).toContain('  stream   wss://127.0.0.1:');
    const half = await serve(['--port', '0', '--tls-cert', certPath]);
    expect(half).toEqual({
      code: 2,
      stdout: '',
      stderr: 'stepstream: --tls-cert and --tls-key belong together: give both\n',
    });
  });

  test.skipIf(!address)('a taken --lan-port is told with its flag', async () => {
    const other = createServer().listen(0, '0.0.0.0');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const args = ['--port', '0', '--lan', '--lan-port', String(port), '--state-folder', state];
    try {
      expect(await serve(args)).toEqual({
        code: 2,
        stdout: '',
        stderr: `stepstream: cannot listen on 0.0.0.0:${port}: the port is taken; choose another with --lan-port, or 0 for any\n`,
      });
    } finally {
      other.close();
    }
  });

  test('--host 0.0.0.0 says what it exposes, and keeps a given token to itself', async () => {
    const made = await visit(['--port', '0', '--host', '0.0.0.0'], 'SIGTERM');
    expect(made.stdout).toMatch(/they need the admin token:\n {2}http:\S+#token=[\w-]{24}\n/);
    const variable = 'STEPSTREAM_ADMIN_TOKEN';
    const given = await withVariable(variable, 'a-token-of-an-operator', () =>
      visit(['--port', '0', '--host', '0.0.0.0'], 'SIGTERM'),
    );
    expect(given.stdout).toContain('the one that is set');
    expect(given.stdout).not.toContain('a-token-of-an-operator');
    const loopback = await visit(['--port', '0'], 'SIGTERM');
    expect(loopback.stdout).not.toContain('token');
  });
});
