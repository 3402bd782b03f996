import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Detection, TimeoutResponse } from './messages.ts';
import { frame, OPCODE } from './raw-client.ts';
import { open, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(['--session-timeout', '1']);
});
afterAll(() => server.stop());

test('a silent session is told, and closed with 4408; an active one is left alone', async () => {
  const silent = await open(server, '?user_id=silent');
  const active = await open(server);
  expect(silent.started.timeout_seconds).toBe(1);
  let over = false;
  const closed = silent.client.closed.then((end) => {
    over = true;
    return end;
  });

  // Pings, the pongs they bring, and somebody's interest in it are no activity of the session. The
  // active one outlives the limit twice.
  for (let n = 1; !over || n <= 10; n++) {
    if (!over) silent.client.sendRaw(frame(OPCODE.ping, 'still here'));
    await (await fetch(`${server.httpUrl}/sessions/${silent.id}`)).text();
    expect((await active.ask(Detection, SAMPLE)).total_predictions).toBe(n);
    expect(n).toBeLessThan(100);
    await Bun.sleep(200);
  }

  const answer = await silent.expect(TimeoutResponse);
  expect(answer.session_id).toBe(silent.id);
  expect(answer.user_id).toBe('silent');
  expect(answer.message).toBe('Connection closed due to 1 second of inactivity');
  expect((await closed).code).toBe(4408);
  expect(silent.client.unread()).toEqual([]);
  expect(silent.client.pongs.length).toBeGreaterThan(0);
  expect(active.client.unread()).toEqual([]);
  active.client.destroy();
});
