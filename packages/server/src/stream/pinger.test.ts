import { describe, expect, test } from 'bun:test';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { Pinger } from './pinger.ts';
import { RecordingSocket } from './testing/stream-world.ts';

/** A socket that notes when it is pinged, in seconds. */
class PingedSocket extends RecordingSocket {
  readonly pings: number[] = [];
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    super();
    this.#clock = clock;
  }

  override ping(): void {
    this.pings.push(this.#clock.monotonic() / 1000);
  }
}

function setUp(intervalSeconds = 25) {
  const clock = new ManualClock();
  const pinger = new Pinger(clock, intervalSeconds);
  const add = () => {
    const socket = new PingedSocket(clock);
    pinger.opened(socket);
    return socket;
  };
  return { clock, pinger, add };
}

describe('a socket', () => {
  test('is pinged once an interval, the first time after about one', () => {
    const { clock, add } = setUp();
    const first = add();
    clock.advance(10_500);
    const second = add();
    clock.advance(64_500);
    expect(first.pings).toEqual([25, 50, 75]);
    expect(second.pings).toEqual([35, 60]);
  });

  test('is pinged every second where that is the interval', () => {
    const { clock, add } = setUp(1);
    const socket = add();
    clock.advance(3000);
    expect(socket.pings).toEqual([1, 2, 3]);
  });

  test('is not pinged once it is removed', () => {
    const { clock, pinger, add } = setUp();
    const [first, second] = [add(), add()];
    clock.advance(30_000);
    pinger.closed(first);
    pinger.closed(first);
    clock.advance(30_000);
    expect(first.pings).toEqual([25]);
    expect(second.pings).toEqual([25, 50]);
  });
});

test('sockets that came at different times are not pinged all at once', () => {
  const { clock, add } = setUp();
  const sockets = Array.from({ length: 100 }, () => {
    clock.advance(250);
    return add();
  });
  clock.advance(25_000);
  const perSecond = new Map<number, number>();
  for (const second of sockets.flatMap(({ pings }) => pings)) {
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(4);
  for (const { pings } of sockets) expect(pings.length).toBeGreaterThanOrEqual(1);
});

test('no timer runs without sockets', () => {
  const { clock, pinger, add } = setUp();
  expect(clock.pendingTimers).toBe(0);
  const sockets = [add(), add()];
  expect(clock.pendingTimers).toBe(1);
  for (const socket of sockets) pinger.closed(socket);
  expect(clock.pendingTimers).toBe(0);
  const late = add();
  clock.advance(25_000);
  expect(late.pings.length).toBe(1);
});

test('an interval of 0 pings nobody', () => {
  const { clock, pinger, add } = setUp(0);
  const socket = add();
  expect(clock.pendingTimers).toBe(0);
  clock.advance(3_600_000);
  expect(socket.pings).toEqual([]);
  pinger.closed(socket);
});
