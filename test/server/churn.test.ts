import { heapStats } from 'bun:jsc';
import { expect, test } from 'bun:test';
import { TestClient } from '@stepstream/testing/client';
import { startServer } from 'stepstream';
import { type Clock, systemClock } from 'stepstream/internals';

/** The machine's clock, with a count of the timers that it still owes. */
class CountingClock implements Clock {
  readonly #pending = new Set<object>();
  now = systemClock.now;
  monotonic = systemClock.monotonic;

  get pendingTimers(): number {
    return this.#pending.size;
  }

  after(delay: number, callback: () => void) {
    const key = {};
    this.#pending.add(key);
    const timer = systemClock.after(delay, () => {
      this.#pending.delete(key);
      callback();
    });
    return {
      cancel: () => {
        this.#pending.delete(key);
        timer.cancel();
      },
    };
  }
}

const SESSIONS = 10_000;
const AT_ONCE = 250;
const SAMPLE = '{"accel_x":0.1,"accel_y":0.2,"accel_z":9.8,"gyro_x":0,"gyro_y":0,"gyro_z":0}';

test('10,000 sessions, ended in every way, leave no session, timer, socket or memory behind', async () => {
  const clock = new CountingClock();
  const server = startServer({
    port: 0,
    logLevel: 'warn',
    sessionTimeout: 0.1,
    resumeWindow: 0.1,
    clock,
  });
  // An idle server has some of its own: old minutes are removed once in a while.
  const idleTimers = clock.pendingTimers;
  const ends: ((client: TestClient) => unknown)[] = [
    (client) => client.send({ action: 'stop' }),
    (client) => client.die(),
    (client) => client.close(),
    (client) => fetch(`${server.url}/sessions/${client.sessionId}`, { method: 'DELETE' }),
    () => undefined, // The timeout ends it.
  ];
  const round = async () => {
    // Every third connects as one and the same user, and so ends the one before it.
    const clients = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) =>
        TestClient.connect(`${server.streamUrl}${i % 3 === 0 ? '/ann' : ''}`),
      ),
    );
    for (const [i, client] of clients.entries()) {
      client.send(SAMPLE);
      ends[i % ends.length]?.(client);
    }
    await Promise.all(clients.map((client) => client.closed));
  };
  const measure = async () => {
    await Bun.sleep(50);
    Bun.gc(true);
    await Bun.sleep(50);
    Bun.gc(true);
    const { objectTypeCounts, heapSize } = heapStats();
    return { arrays: objectTypeCounts['Float64Array'] ?? 0, heapSize };
  };
  try {
    for (let i = 0; i < 4; i++) await round();
    const before = await measure();
    for (let i = 0; i < SESSIONS / AT_ONCE; i++) await round();
    const after = await measure();
    expect(server.registry.size).toBe(0);
    expect([...server.registry.sessions()]).toEqual([]);
    expect(clock.pendingTimers).toBe(idleTimers);
    // Each detector holds several typed arrays; a single leaked session in a hundred would show.
    expect(after.arrays - before.arrays).toBeLessThan(SESSIONS / 100);
    expect(after.heapSize - before.heapSize).toBeLessThan(100 * SESSIONS);
    // On a busy machine most are over before their sample comes.
    expect(server.registry.totalRequests).toBeGreaterThan(0);
    const health = (await (await fetch(`${server.url}/health`)).json()) as object;
    expect(health).toMatchObject({ status: 'healthy', active_sessions: 0 });
  } finally {
    await server.stop();
  }
}, 120_000);
