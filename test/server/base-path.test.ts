import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { TestClient } from '@stepstream/testing/client';
import { type ReverseProxy, startReverseProxy } from '@stepstream/testing/reverse-proxy';
import { type StepstreamServer, startServer } from 'stepstream';

const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };

let server: StepstreamServer;
beforeAll(() => {
  // The proxy of this test lets nobody in but the test.
  server = startServer({ port: 0, logLevel: 'silent', basePath: '/app', admin: 'open' });
});
afterAll(() => server.stop());

describe.each(['keeps', 'strips'] as const)('behind a proxy that %s the base path', (handling) => {
  let proxy: ReverseProxy;
  beforeAll(async () => {
    proxy = await startReverseProxy(server.url, '/app', handling);
  });
  afterAll(() => proxy.close());

  test('a client streams, is listed, and is ended', async () => {
    const url = `${proxy.url.replace('http', 'ws')}/ws/realtime`;
    for (const client of [
      await TestClient.connect(`${url}/ann`),
      await TestClient.connect(`${url}?user_id=bob`),
    ]) {
      expect((await client.ask(SAMPLE)).type).toBe('step_detection');
      const one = `${proxy.url}/sessions/${client.sessionId}`;
      expect((await fetch(one)).status).toBe(200);
      expect((await fetch(one, { method: 'DELETE' })).status).toBe(200);
      expect((await client.closed).code).toBe(4410);
    }
  });

  test.each(['/health', '/sessions', '/docs', '/openapi.json', '/asyncapi.json', '/', ''])(
    '%p is there',
    async (path) => {
      expect((await fetch(`${proxy.url}${path}`)).status).toBe(200);
    },
  );

  test('the files of the page are there, with the base path in their addresses', async () => {
    const html = await (await fetch(proxy.url)).text();
    const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(named.length).toBeGreaterThan(3);
    for (const path of named) {
      expect(path).toStartWith('/app/console/');
      expect((await fetch(new URL(path, proxy.url))).status).toBe(200);
    }
    expect(html).toContain('"base_path":"/app","stream_path":"/ws/realtime"');
  });

  test('no address is missed', () => {
    expect(proxy.strays).toEqual([]);
  });
});

describe('the documents', () => {
  const text = async (path: string) => (await fetch(`${server.url}${path}`)).text();

  test('name the base path', async () => {
    const openApi = JSON.parse(await text('/openapi.json'));
    expect(openApi.servers).toEqual([{ url: '/app', description: 'This server.' }]);
    const { servers, channels } = JSON.parse(await text('/app/asyncapi.json'));
    expect(servers.local.pathname).toBe('/app');
    expect(channels.stream.address).toBe('/ws/realtime');
  });

  test('link to addresses with the base path', async () => {
    const page = await text('/docs/api.html');
    const links = [...page.matchAll(/href="(\/[^"]*)"/g)].map(([, path]) => path ?? '');
    expect(links.toSorted()).toEqual([
      '/app/#/first-frame',
      '/app/asyncapi.json',
      '/app/docs',
      '/app/openapi.json',
    ]);
    expect(page).toContain('/app/ws/realtime');
  });
});

test('the base path opens nothing that is closed without it', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9' };
  for (const path of ['/sessions', '/app/sessions', '/app/sessions/x', '/app/%73essions']) {
    expect([path, (await fetch(`${server.url}${path}`, { headers })).status]).toEqual([path, 401]);
  }
  for (const path of ['/app/app/health', '/apphealth', '/app//health']) {
    expect([path, (await fetch(`${server.url}${path}`)).status]).toEqual([path, 404]);
  }
});
