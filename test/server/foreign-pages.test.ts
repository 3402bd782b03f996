import { describe, expect, test } from 'bun:test';
import { TestClient } from '@stepstream/testing/client';
import { problemOf, start, statusOf, stopServersAfterEach, TOKEN } from './servers.ts';

stopServersAfterEach();

const FOREIGN = { status: 403, code: 'origin_not_allowed', type: 'application/problem+json' };

describe('foreign web pages', () => {
  const upgrade = (url: string, path: string, origin: string) =>
    statusOf(url, [
      `GET ${path} HTTP/1.1`,
      'Host: localhost',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Origin: ${origin}`,
    ]);

  test('open no socket, and read and end no session', async () => {
    const { url, streamUrl, registry } = start();
    for (const path of ['/ws/realtime', '/ws/realtime/ann', '/console/live']) {
      expect(await upgrade(url, path, 'https://evil.example')).toBe(403);
      expect(await upgrade(url, path, 'null')).toBe(403);
    }
    const client = await TestClient.connect(streamUrl);
    const headers = { origin: 'https://evil.example' };
    const one = `${url}/sessions/${client.sessionId}`;
    expect(await problemOf(fetch(`${url}/sessions`, { headers }))).toEqual(FOREIGN);
    expect(await problemOf(fetch(one, { headers, method: 'DELETE' }))).toEqual(FOREIGN);
    expect(await problemOf(fetch(one, { headers, method: 'OPTIONS' }))).toEqual(FOREIGN);
    // Not even with the token: it may have been stolen, but not from here.
    const authorization = `Bearer ${TOKEN}`;
    expect(await problemOf(fetch(one, { headers: { ...headers, authorization } }))).toEqual(
      FOREIGN,
    );
    expect(registry.size).toBe(1);
    client.close();
  });

  test('of this machine are allowed, by CORS', async () => {
    const { url } = start();
    expect(await upgrade(url, '/ws/realtime', 'http://localhost:3000')).toBe(101);
    const headers = { origin: 'http://localhost:3000' };
    const answer = await fetch(`${url}/sessions`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin');
  });

  test('that are listed are allowed, preflight included', async () => {
    const { url } = start({ allowedOrigins: 'https://app.example' });
    expect(await upgrade(url, '/ws/realtime', 'https://app.example')).toBe(101);
    expect(await upgrade(url, '/ws/realtime', 'https://other.example')).toBe(403);
    const headers = {
      origin: 'https://app.example',
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'authorization',
    };
    const answer = await fetch(`${url}/sessions/x`, { method: 'OPTIONS', headers });
    expect(answer.status).toBeLessThan(300);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(answer.headers.get('access-control-allow-methods')).toContain('DELETE');
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
  });

  test('are the only callers refused: apps name no origin', async () => {
    const { streamUrl } = start();
    const client = await TestClient.connect(streamUrl);
    client.close();
  });
});
