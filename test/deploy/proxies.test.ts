import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestClient } from '@stepstream/testing/client';
import { needsProxy, PROXIES, type ProxyOptions, startProxy } from '@stepstream/testing/proxy';
import type { ServerProcess } from '@stepstream/testing/server-process';
import {
  type KeyPair,
  lanAddresses,
  type ServerOptions,
  type StepstreamServer,
  selfSignedCertificate,
  startServer,
} from 'stepstream';

setDefaultTimeout(60_000);

const TOKEN = 'the-token-of-this-test';
const PUBLIC_URL = 'https://steps.example.org';
const HOST = { host: 'steps.example.org' };
/** The proxies here cut what is silent for 2 s; some five of those, as ten minutes are of 75 s and more. */
const IDLE_MS = 9000;
const [LAN] = lanAddresses();

let folder: string;
let certificate: KeyPair;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-deploy-'));
  certificate = await selfSignedCertificate(folder, LAN ? [LAN] : []);
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(PROXIES)('behind $name', (kind) => {
  let server: StepstreamServer | undefined;
  let proxy: ServerProcess | undefined;
  afterEach(async () => {
    await proxy?.remove();
    await server?.stop();
    proxy = undefined;
    server = undefined;
  });

  const name = (what: string) => `${what}${needsProxy(kind)}`;
  const runs = test.skipIf(kind.program === '');

  /** Starts a server as the file says, and the proxy with that file. */
  async function start(options: ServerOptions = {}, changes: ProxyOptions['changes'] = []) {
    server = startServer({
      ...{ port: 0, logLevel: 'silent', adminToken: TOKEN, publicUrl: PUBLIC_URL, trustProxy: 1 },
      ...options,
    });
    const servers = [Number(new URL(server.url).port)];
    proxy = await startProxy(kind, { servers, certificate, changes });
    const authority = `127.0.0.1:${proxy.port}`;
    return { url: `https://${authority}`, stream: `wss://${authority}`, port: proxy.port, server };
  }
  const trusting = (headers: Record<string, string> = {}) => ({
    headers: { ...HOST, ...headers },
    tls: { ca: certificate.cert, checkServerIdentity: () => undefined },
  });
  const connect = (url: string, headers: Record<string, string> = {}) =>
    TestClient.connect(url, trusting(headers));

  runs(
    name('a stream and a follower of events are silent for long, and nobody cuts them'),
    async () => {
      const { url, stream } = await start({ pingInterval: 1 }, kind.idle);
      const client = await connect(`${stream}/ws/realtime`);
      const headers = { authorization: `Bearer ${TOKEN}` };
      const events = await fetch(`${url}/users/ann/events`, trusting(headers));
      expect(events.status).toBe(200);
      let ended = false;
      const reading = (async () => {
        for await (const _ of events.body ?? []);
        ended = true;
      })().catch(() => {
        ended = true;
      });
      await Bun.sleep(IDLE_MS);
      expect(await client.ask('{"action":"ping"}')).toMatchObject({ type: 'pong' });
      expect(ended).toBe(false);
      client.close();
      await server?.stop();
      await reading;
    },
  );

  if (kind.idle.length > 0) {
    runs(name('it is the pings that keep a stream: without them it is cut'), async () => {
      const { stream } = await start({ pingInterval: 0 }, kind.idle);
      const client = await connect(`${stream}/ws/realtime`);
      expect((await client.closed).code).toBe(1006);
    });
  }

  runs(name('operators are who has the token, and nobody else'), async () => {
    const { url, stream } = await start();
    const client = await connect(`${stream}/ws/realtime`);
    const asked = ['/sessions', `/sessions/${client.sessionId}`, '/users', '/users/ann/steps'];
    for (const path of asked) {
      for (const host of ['steps.example.org', 'localhost', '127.0.0.1']) {
        const forged = { host, 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1' };
        const { status } = await fetch(`${url}${path}`, trusting(forged));
        expect([path, host, status]).toEqual([path, host, 401]);
      }
    }
    const ended = await fetch(`${url}/sessions/${client.sessionId}`, {
      ...trusting(),
      method: 'DELETE',
    });
    expect(ended.status).toBe(401);
    const operator = trusting({ authorization: `Bearer ${TOKEN}` });
    expect((await fetch(`${url}/sessions`, operator)).status).toBe(200);
    expect(await client.ask('{"action":"ping"}')).toMatchObject({ type: 'pong' });
    client.close();
  });

  runs(name('the page is its own origin, and hears of HTTPS'), async () => {
    const { url, stream } = await start({ hsts: 600 });
    const page = await fetch(url, trusting({ origin: PUBLIC_URL }));
    expect(page.status).toBe(200);
    expect(page.headers.get('strict-transport-security')).toBe('max-age=600');
    const client = await connect(`${stream}/ws/realtime`, { origin: PUBLIC_URL });
    client.close();
    const foreign = await fetch(`${url}/health`, trusting({ origin: 'https://evil.example' }));
    expect(foreign.status).toBe(403);
  });

  runs(name('the server is below a path'), async () => {
    const { url, stream } = await start({ basePath: '/app' }, kind.below);
    const html = await (await fetch(`${url}/app/`, trusting())).text();
    const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(named.length).toBeGreaterThan(3);
    for (const path of named) {
      expect(path).toStartWith('/app/');
      expect((await fetch(`${url}${path}`, trusting())).status).toBe(200);
    }
    const client = await connect(`${stream}/app/ws/realtime`);
    client.close();
    const outside = await (await fetch(`${url}/health`, trusting())).text();
    expect(outside).not.toContain('healthy');
  });

  test.skipIf(kind.program === '' || !LAN)(
    name('limits count the client’s own address, whatever it says of itself'),
    async () => {
      const most = 3;
      const { port } = await start({ maxAddressHandshakes: most });
      let refused = 0;
      for (let i = 0; i <= most; i++) {
        const forged = `198.51.100.${i}`;
        const headers = { 'x-forwarded-for': forged, forwarded: `for=${forged}` };
        await connect(`wss://${LAN}:${port}/ws/realtime`, headers).then(
          (client) => client.close(),
          () => refused++,
        );
      }
      expect(refused).toBe(1);
      // Another address is not concerned.
      const client = await connect(`wss://127.0.0.1:${port}/ws/realtime`);
      client.close();
    },
  );
});
