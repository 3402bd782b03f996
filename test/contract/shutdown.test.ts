import { afterEach, beforeEach, expect, test } from 'bun:test';
import { AnyMessage, Detection } from './messages.ts';
import { open, SAMPLE } from './session.ts';
import { type RunningServer, startOwnServer } from './start-server.ts';

let server: RunningServer;
beforeEach(async () => {
  server = await startOwnServer();
});
afterEach(() => server.stop());

test('a terminated server closes its sessions as one that comes back, and exits with 0', async () => {
  const sessions = await Promise.all(Array.from({ length: 3 }, () => open(server)));
  for (const { ask } of sessions) await ask(Detection, SAMPLE);
  await server.stop(); // Which itself expects the exit code.
  for (const { client } of sessions) {
    expect([1001, 1012]).toContain((await client.closed).code);
    for (const message of client.unread()) AnyMessage.parse(message);
  }
});

test('a terminated server without a session exits with 0', async () => {
  await server.stop();
});
