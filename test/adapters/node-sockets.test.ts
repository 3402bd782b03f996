import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { NEEDS_NODE, NODE } from '@stepstream/testing/node-22';

const ROOT = join(import.meta.dir, '../..');
const SAMPLE = JSON.stringify({ accel_x: 0, accel_y: 0, accel_z: 9.8 });
/** What Java's client offers with each request, and curl with `--http2`. */
const H2C = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'];
const WEBSOCKET = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
];

/** What only a server of Node does otherwise than the contract's suite sees. */
describe.skipIf(!NODE)(`mounted in Express${NEEDS_NODE}`, () => {
  let child: ChildProcess;
  let port = 0;
  beforeAll(async () => {
    child = spawn(NODE, ['examples/mount/express.ts'], {
      cwd: ROOT,
      env: { ...process.env, PORT: '0', STEPSTREAM_LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const text of child.stdout ?? []) {
      port = Number(/:(\d+)/.exec(String(text))?.[1]);
      if (port) break;
    }
  });
  afterAll(async () => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  });

  /** Says the head of a request, and a body; returns what comes back until there is a whole head. */
  const ask = (line: string, headers: readonly string[], body = '') =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let answer = '';
      socket.write([line, 'Host: localhost', ...headers, '', body].join('\r\n'));
      socket.on('data', (bytes) => {
        answer += bytes;
        if (answer.includes('\r\n\r\n')) socket.destroy();
      });
      socket.on('close', () => resolve(answer));
    });

  test('the app answers requests that offer an upgrade, as without an engine', async () => {
    expect(await ask('GET /hello HTTP/1.1', H2C)).toStartWith('HTTP/1.1 200 OK');
    expect(await ask('GET /nowhere HTTP/1.1', WEBSOCKET)).toStartWith('HTTP/1.1 404 Not Found');
  });

  test('the engine answers them with their method and body', async () => {
    const push = ['Content-Type: application/json', 'Content-Length: 8'];
    expect(await ask('DELETE /health HTTP/1.1', H2C)).toStartWith('HTTP/1.1 405');
    const pushed = await ask('POST /ingest/sensor-logger HTTP/1.1', [...H2C, ...push], '{"a":[]}');
    expect(pushed).toContain('"field":"messageId"');
  });

  test('a client that stops while its frames wait is closed at once, with 1000', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/realtime`);
    await once(socket, 'open');
    const start = performance.now();
    for (let i = 0; i < 3000; i++) socket.send(SAMPLE);
    socket.send('{"action":"stop"}');
    const [{ code }] = (await once(socket, 'close')) as [CloseEvent];
    expect(code).toBe(1000);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
