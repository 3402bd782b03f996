import { afterAll, beforeAll, expect, test } from 'bun:test';
import { connect as tcpConnect } from 'node:net';
import { type StepstreamServer, startServer } from 'stepstream';

let server: StepstreamServer;
const errors: unknown[] = [];
beforeAll(() => {
  const log = (entry: unknown) => void errors.push(entry);
  server = startServer({ port: 0, logger: { info() {}, warn: log, error: log } as never });
});
afterAll(() => server.stop());

/** Sends the head of a request unchanged; returns the whole answer. */
function exchange(head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = tcpConnect({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
    socket.write(`${head}\r\nConnection: close\r\n\r\n`);
  });
}

test.each([
  ['no host', 'GET /health HTTP/1.0'],
  ['a host with a blank', 'GET /health HTTP/1.1\r\nHost: a b'],
  ['a broken IPv6 host', 'GET /health HTTP/1.1\r\nHost: [::'],
  ['a host of percent signs', 'GET /health HTTP/1.1\r\nHost: %%%'],
  ['a port that is none', 'GET /health HTTP/1.1\r\nHost: a:99999'],
])('a request with %s still gets the health', async (_, head) => {
  expect(await exchange(head)).toMatch(/^HTTP\/1\.1 200 (.|\r|\n)*"status":"healthy"/);
});

test.each([
  ['a user that is no UTF-8', '/ws/realtime/%ff', 400, 'invalid_user'],
  ['such a user in the query', '/ws/realtime?user_id=%ff', 400, 'invalid_user'],
  ['a very long user', `/ws/realtime/${'x'.repeat(300)}`, 400, 'invalid_user'],
  ['a session that is no UTF-8', '/sessions/%ff', 404, 'session_not_found'],
  ['an address like a host', '//elsewhere.example/health', 404, 'not_found'],
  ['an unknown address', '/nowhere', 404, 'not_found'],
  ['the stream without a WebSocket', '/ws/realtime', 426, 'websocket_only'],
])('%s is a problem with a code', async (_, path, status, code) => {
  const answer = await exchange(`GET ${path} HTTP/1.1\r\nHost: localhost`);
  expect(answer).toStartWith(`HTTP/1.1 ${status} `);
  expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
  expect(answer).toContain(`"code":"${code}"`);
});

test('a method that an address does not take is a problem that names those it takes', async () => {
  const answer = await fetch(`${server.url}/sessions`, { method: 'POST' });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, HEAD');
});

test('none of these requests is logged as an error of the server', () => {
  expect(errors).toEqual([]);
});
