import { describe, expect, test } from 'bun:test';
import type { LiveMessage } from '@stepstream/protocol';
import { TestClient } from '@stepstream/testing/client';
import { LAN, NEEDS_LAN, start, startOpen, stopServersAfterEach, TOKEN } from './servers.ts';

stopServersAfterEach();

describe('the live view', () => {
  /** A viewer: what it is told, and how it ends. */
  function watch(url: string, token?: string) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/console/live`);
    const messages: LiveMessage[] = [];
    const first = Promise.withResolvers<void>();
    socket.onopen = () => {
      if (token !== undefined) socket.send(JSON.stringify({ action: 'authenticate', token }));
    };
    socket.onmessage = ({ data }) => {
      messages.push(JSON.parse(String(data)));
      first.resolve();
    };
    const closed = new Promise<number>((resolve) => {
      socket.onclose = ({ code }) => resolve(code);
    });
    return { socket, messages, first: first.promise, closed };
  }

  test('is open on this machine, and shows the sessions', async () => {
    const { url, streamUrl } = start();
    const client = await TestClient.connect(`${streamUrl}/ann`);
    const { messages, first, socket } = watch(url);
    await first;
    expect(messages[0]).toMatchObject({ type: 'sessions', fresh: true });
    expect(JSON.stringify(messages[0])).toContain('"user_id":"ann"');
    socket.close();
    client.close();
  });

  test.skipIf(!LAN)(`needs the token from the network${NEEDS_LAN}`, async () => {
    const { outside } = startOpen();
    const good = watch(outside, TOKEN);
    await good.first;
    good.socket.close();
    const bad = watch(outside, 'another-token-of-this-test');
    expect(await bad.closed).toBe(4401);
    expect(bad.messages).toEqual([]);
    const rude = watch(outside);
    rude.socket.onopen = () => rude.socket.send('{"action":"watch","session_id":null}');
    expect(await rude.closed).toBe(4401);
    expect(rude.messages).toEqual([]);
  });

  test.each(['nonsense', '{}', '{"action":"watch"}', '{"action":"end"}', 'x'.repeat(5000)])(
    'ends for a viewer who sends %p, and for no other',
    async (text) => {
      const { url } = start();
      const [one, two] = [watch(url), watch(url)];
      await Promise.all([one.first, two.first]);
      one.socket.send(text);
      expect(await one.closed).toBe(4400);
      expect(two.socket.readyState).toBe(WebSocket.OPEN);
      two.socket.close();
    },
  );

  test('is closed with 1001 when the server stops', async () => {
    const server = start();
    const { first, closed } = watch(server.url);
    await first;
    await server.stop();
    expect(await closed).toBe(1001);
  });

  test('takes WebSockets only', async () => {
    const { url } = start();
    expect((await fetch(`${url}/console/live`)).status).toBe(426);
  });
});
