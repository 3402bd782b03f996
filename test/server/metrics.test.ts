import { describe, expect, test } from 'bun:test';
import { problemOf, REFUSED, start, stopServersAfterEach, TOKEN } from './servers.ts';

stopServersAfterEach();

const bearer = { headers: { authorization: `Bearer ${TOKEN}` } };

describe('who may scrape', () => {
  test('is whoever operates a server with one port', async () => {
    const guarded = start({ admin: 'token' });
    expect(await problemOf(fetch(`${guarded.url}/metrics`))).toEqual(REFUSED);
    expect((await fetch(`${guarded.url}/metrics`, bearer)).status).toBe(200);
    const open = start({ admin: 'open' });
    expect((await fetch(`${open.url}/metrics`)).status).toBe(200);
  });

  test('is whoever reaches the port of operators, where they have one', async () => {
    const { url, adminUrl } = start({ adminPort: 0 });
    expect((await fetch(`${adminUrl}/metrics`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`, bearer)).status).toBe(404);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

test('what is counted is told', async () => {
  const { adminUrl, url } = start({ adminPort: 0, maxSessions: 1, slowFrameMs: 0 });
  await fetch(`${url}/nowhere`);
  const stream = new WebSocket(`${url.replace('http', 'ws')}/ws/realtime`);
  await new Promise((resolve) => stream.addEventListener('message', resolve, { once: true }));
  const second = new WebSocket(`${url.replace('http', 'ws')}/ws/realtime`);
  await new Promise((resolve) => second.addEventListener('close', resolve, { once: true }));
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  for (const line of [
    'stepstream_sessions{state="live"} 1',
    'stepstream_sessions_limit{state="live"} 1',
    'stepstream_sessions_started_total{how="new"} 1',
    'stepstream_refused_total{limit="sessions"} 1',
    'stepstream_http_requests_total{status="404"} 1',
    'stepstream_store_up 1',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  stream.close();
});
