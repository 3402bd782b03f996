/** The recipe of nginx's manual for WebSockets, which says nothing of forwarding, made every visitor an operator. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { needsProxy, PROXIES } from '@stepstream/testing/proxy';
import { type ServerProcess, startServerProcess } from '@stepstream/testing/server-process';
import { type StepstreamServer, startServer } from 'stepstream';

const NGINX = PROXIES.find(({ name }) => name === 'nginx');
const PROGRAM = NGINX?.program ?? '';
const NEEDS_NGINX = NGINX ? needsProxy(NGINX) : '';

/** As in https://nginx.org/en/docs/http/websocket.html, in its shortest form. */
const recipe = (folder: string, port: number, upstream: string) => `
daemon off; pid ${folder}/pid; error_log stderr; events {}
http {
  access_log off;
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${upstream};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
    }
  }
}`;

describe.each([
  ['that names its public address', { publicUrl: 'https://steps.example.org' }],
  ['that knows nothing of it', {}],
] as const)('behind the recipe, a server %s', (_, options) => {
  let server: StepstreamServer;
  let proxy: ServerProcess;
  beforeAll(async () => {
    if (!PROGRAM) return;
    server = startServer({ port: 0, logLevel: 'silent', ...options });
    proxy = await startServerProcess({
      name: 'nginx-recipe',
      endSignal: 'SIGTERM',
      configure: (folder, port) =>
        writeFile(join(folder, 'config'), recipe(folder, port, server.url)),
      command: (folder) => [PROGRAM, '-e', 'stderr', '-p', folder, '-c', join(folder, 'config')],
      isReady: () => Promise.resolve(true),
    });
  });
  afterAll(async () => {
    await proxy?.remove();
    await server?.stop();
  });

  test.skipIf(!PROGRAM)(`makes no operator of a visitor${NEEDS_NGINX}`, async () => {
    const url = `http://127.0.0.1:${proxy.port}`;
    expect((await fetch(`${url}/health`)).status).toBe(200);
    for (const path of ['/sessions', '/sessions/x', '/users', '/users/ann/steps']) {
      expect([path, (await fetch(`${url}${path}`)).status]).toEqual([path, 401]);
      const ended = await fetch(`${url}${path}`, { method: 'DELETE' });
      expect([401, 405]).toContain(ended.status);
    }
    expect(await (await fetch(url)).text()).toContain('"operator":false');
    // A program on this machine is one as before, where nothing is configured.
    const inside = (await fetch(`${server.url}/sessions`)).status;
    expect(inside).toBe('publicUrl' in options ? 401 : 200);
  });
});
