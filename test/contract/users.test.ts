import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  ConfigureResponse,
  Detection,
  ErrorMessage,
  MissingFields,
  Replaced,
  ResetResponse,
  StatsResponse,
  StopResponse,
} from './messages.ts';
import { eventually, open, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const forms = {
  query: (user: string) => `?user_id=${encodeURIComponent(user)}`,
  path: (user: string) => `/${encodeURIComponent(user)}`,
};

describe.each(['query', 'path'] as const)('a user named by the %s', (form) => {
  test('is named in every message of the session', async () => {
    const user = `named by ${form}`;
    const session = await open(server, forms[form](user));
    const messages = [
      session.started,
      await session.ask(Detection, SAMPLE),
      await session.ask(MissingFields, {}),
      await session.ask(ErrorMessage, 'not JSON'),
      await session.ask(ResetResponse, { action: 'reset' }),
      await session.ask(StatsResponse, { action: 'stats' }),
      await session.ask(ConfigureResponse, { action: 'configure', confirm_after: 4 }),
      await session.ask(StopResponse, { action: 'stop' }),
    ];
    for (const message of messages) expect(message).toMatchObject({ user_id: user });
    await session.client.closed;
  });
});

describe('a second connection of a user', () => {
  // Old clients use either form; they name the same user.
  const ways = [
    [forms.query, forms.query],
    [forms.query, forms.path],
    [forms.path, forms.query],
    [forms.path, forms.path],
  ] as const;

  test('ends the first with a message and 4409', async () => {
    for (const [first, second] of ways) {
      const old = await open(server, first('twice'));
      const young = await open(server, second('twice'));
      expect(young.id).not.toBe(old.id);
      const message = await old.expect(Replaced);
      expect(message).toMatchObject({ session_id: old.id, user_id: 'twice' });
      expect((await old.client.closed).code).toBe(4409);
      expect(old.client.unread()).toEqual([]);
      await eventually(async () => {
        const response = await fetch(`${server.httpUrl}/sessions/${old.id}`);
        await response.text();
        return response.status === 404;
      });
      expect((await young.ask(Detection, SAMPLE)).total_predictions).toBe(1);
      await young.ask(StopResponse, { action: 'stop' });
      await young.client.closed;
    }
  });

  test('ends no session of another user, nor a nameless one', async () => {
    const others = [await open(server, forms.query('bystander')), await open(server)];
    const nameless = await open(server);
    const old = await open(server, forms.query('moves'));
    const young = await open(server, forms.query('moves'));
    await old.client.closed;
    for (const { client, ask } of [...others, nameless, young]) {
      expect((await ask(Detection, SAMPLE)).total_predictions).toBe(1);
      client.destroy();
    }
  });
});

describe('a percent-encoded name', () => {
  const names = ['J\u00fcrgen \u03a9', 'a/b', 'a b', '100%', '?&=#', '"quoted"', '__proto__'];
  test.each(names)('%j is one user in either form', async (name) => {
    const old = await open(server, forms.query(name));
    expect(old.started.user_id).toBe(name);
    const young = await open(server, forms.path(name));
    expect(young.started.user_id).toBe(name);
    expect((await old.expect(Replaced)).user_id).toBe(name);
    expect((await old.client.closed).code).toBe(4409);
    young.client.destroy();
  });

  test.each(['/%E0%A4%A', '?user_id=%E0%A4%A'])('%s, which is none, harms nobody', async (bad) => {
    const neighbour = await open(server);
    const opened = await open(server, bad).catch(() => undefined);
    opened?.client.destroy();
    expect((await neighbour.ask(Detection, SAMPLE)).total_predictions).toBe(1);
    neighbour.client.destroy();
  });
});
