import { describe, expect, test } from 'bun:test';
import { connect } from 'node:net';
import { EventReader } from '@stepstream/testing/event-reader';
import type { Clock } from 'stepstream';
import { enginePartsOf, systemClock } from 'stepstream/internals';
import {
  LAN,
  NEEDS_LAN,
  problemOf,
  REFUSED,
  start,
  startOpen,
  statusOf,
  stopServersAfterEach,
  TOKEN,
} from './servers.ts';

stopServersAfterEach();

const PATH = '/users/ann/events';

/** The machine's clock, whose waits for those who come back are over at once. */
const HASTY: Clock = {
  ...systemClock,
  after: (delay, callback) => systemClock.after(delay === 120_000 ? 1 : delay, callback),
};

/** A server, and whether anybody listens to steps there. */
function startHasty() {
  const server = start({ clock: HASTY });
  const { hooks } = enginePartsOf(server.engine);
  const isListening = () => hooks.wants('step', 'any');
  const ann = server.engine.sessions.open({ userId: 'ann' });
  let total = 0;
  /** Tells of so many steps of ann. */
  const tell = (count: number) => {
    for (let i = 0; i < count; i++) {
      total++;
      const step = { index: 0, timestamp: total, foot: 'start', confidence: 0.9, total } as const;
      hooks.emit('step', ann.session.id, ann.session, step);
    }
  };
  return { server, url: `${server.url}${PATH}`, isListening, tell };
}

/** A watcher that reads the beginning, and then what it likes. */
async function rawWatcher(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`GET ${PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  return { socket, closed };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await Bun.sleep(2);
}

describe('who watches a user', () => {
  test('leaves nothing behind when they go away, with or without a word', async () => {
    const { url, isListening } = startHasty();
    expect(isListening()).toBe(false);
    const readers = await Promise.all([1, 2, 3].map(() => EventReader.open(url)));
    const raw = await Promise.all([1, 2, 3].map(() => rawWatcher(url)));
    expect(isListening()).toBe(true);
    for (const reader of readers) reader.close();
    for (const { socket } of raw) socket.destroy();
    await until(() => !isListening());
  });

  test('asks with HEAD, and leaves nothing behind', async () => {
    const { url, isListening } = startHasty();
    await fetch(url, { method: 'HEAD' });
    expect(isListening()).toBe(false);
  });

  test('is dropped when they do not read, and others are not', async () => {
    const { url, tell, isListening } = startHasty();
    const good = await EventReader.open(url);
    await good.received(1);
    const slow = await rawWatcher(url);
    slow.socket.pause();
    // Far more than all buffers on the way take.
    const many = 40_000;
    for (let sent = 0; sent < many; sent += 500) {
      tell(500);
      await good.received(sent);
    }
    good.close();
    // The slow one is not watching any more, though it has not closed its connection.
    await until(() => !isListening());
    slow.socket.destroy();
    await slow.closed;
  });
});

describe('the steps of a user', () => {
  test('are closed to a name that points here, and to a proxy', async () => {
    const { url } = start();
    const ask = (...headers: string[]) => statusOf(url, [`GET ${PATH} HTTP/1.1`, ...headers]);
    expect(await ask('Host: evil.example:8000')).toBe(401);
    expect(await ask('Host: localhost', 'X-Forwarded-For: 203.0.113.9')).toBe(401);
    expect(await statusOf(url, ['GET /webhooks/dead-letters HTTP/1.1', 'Host: evil.example'])).toBe(
      401,
    );
  });

  test.skipIf(!LAN)(`need the token from the network${NEEDS_LAN}`, async () => {
    const { outside } = startOpen();
    for (const path of [PATH, '/webhooks/dead-letters']) {
      expect(await problemOf(fetch(`${outside}${path}`))).toEqual(REFUSED);
    }
    const reader = await EventReader.open(`${outside}${PATH}`, {
      authorization: `Bearer ${TOKEN}`,
    });
    expect(reader.response.status).toBe(200);
    reader.close();
  });
});
