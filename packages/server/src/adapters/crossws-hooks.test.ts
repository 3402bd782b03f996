import { describe, expect, test } from 'bun:test';
import type { Peer } from 'crossws';
import type { CountedAdmission } from '../engine/limited-gate.ts';
import { ManualClock } from '../session/testing/manual-clock.ts';
import type { Socket } from '../stream/index.ts';
import { RecordingSocket } from '../stream/testing/stream-world.ts';
import { CrosswsHooks } from './crossws-hooks.ts';

function setUp() {
  const log: string[] = [];
  const observer = {
    opened: () => void log.push('counted'),
    closed: () => void log.push('uncounted'),
  };
  const transport = new CrosswsHooks(observer, new ManualClock());
  const accepted: Socket[] = [];
  const admission: CountedAdmission = {
    connected() {
      log.push('connected');
      return () => void log.push('disconnected');
    },
    protocol: 'stepstream.v1',
    requestId: 'the-request',
    accept(socket) {
      accepted.push(socket);
      return {
        open: () => void log.push('open'),
        receive: (frame) => void log.push(`frame ${frame}`),
        drained: () => void log.push('drained'),
        flooded: () => void log.push('flooded'),
        closed: () => void log.push('closed'),
      };
    },
  };
  const request = new Request('http://localhost/ws/realtime');
  const upgrade = () => transport.hooks.upgrade?.(request as never);
  return { log, transport, admission, accepted, request, upgrade };
}

/** A peer, as crossws hands it over with what `upgrade` returned. */
function peerOf(socket: object, context: object): Peer {
  return { context, _internal: { ws: socket } } as never;
}

describe('a request for a WebSocket', () => {
  test('that was not decided on is refused', () => {
    expect(setUp().upgrade()).toMatchObject({ status: 403 });
  });

  test('gets the response that was decided on', () => {
    const { transport, request, upgrade } = setUp();
    const response = new Response('no', { status: 401 });
    transport.decide(request, response);
    expect(upgrade()).toBe(response);
  });

  test('gets a socket with the chosen subprotocol, or with none', () => {
    const { transport, request, upgrade, admission } = setUp();
    transport.decide(request, admission);
    const headers = { 'x-request-id': 'the-request' };
    expect(upgrade()).toEqual({ context: { admission }, headers, protocol: 'stepstream.v1' });
    const plain = { ...admission, protocol: undefined };
    transport.decide(request, plain);
    expect(upgrade()).toEqual({ context: { admission: plain }, headers });
  });
});

describe('a socket', () => {
  test('is handed what happens to it, in order', () => {
    const { log, transport, admission, accepted } = setUp();
    const { open, message, drain, close } = transport.hooks;
    const peer = peerOf(new RecordingSocket(), { admission });
    open?.(peer);
    expect(accepted.length).toBe(1);
    message?.(peer, { rawData: 'of text' } as never);
    message?.(peer, { rawData: new Uint8Array([1, 2]) } as never);
    drain?.(peer);
    close?.(peer, {});
    expect(log).toEqual([
      'connected',
      'counted',
      'open',
      'frame of text',
      'frame 1,2',
      'drained',
      'disconnected',
      'uncounted',
      'closed',
    ]);
  });

  test('that was never let in is nobody’s', () => {
    const { log, transport } = setUp();
    const { open, message, drain, close } = transport.hooks;
    const peer = peerOf(new RecordingSocket(), {});
    open?.(peer);
    message?.(peer, { rawData: 'x' } as never);
    drain?.(peer);
    close?.(peer, {});
    expect(log).toEqual(['counted', 'uncounted']);
  });

  test('of Node is used as one of Bun', () => {
    const { transport, admission, accepted } = setUp();
    const calls: unknown[] = [];
    const note =
      (name: string) =>
      (...rest: unknown[]) =>
        void calls.push([name, ...rest]);
    const ws = {
      bufferedAmount: 7,
      isPaused: true,
      _socket: { cork: note('cork'), uncork: note('uncork') },
      send: note('send'),
      close: note('close'),
      terminate: note('terminate'),
      pause: note('pause'),
      resume: note('resume'),
      ping: note('ping'),
    };
    transport.hooks.open?.(peerOf(ws, { admission }));
    const socket = accepted[0] as Socket;
    expect(socket.getBufferedAmount()).toBe(7);
    expect(socket.isPaused).toBe(true);
    socket.pause();
    socket.resume();
    socket.ping();
    expect(() =>
      socket.cork(() => {
        socket.send('text');
        throw new Error('within');
      }),
    ).toThrow('within');
    socket.close(4410, 'terminated');
    socket.terminate();
    expect(calls).toEqual([
      ['pause'],
      ['resume'],
      ['ping'],
      ['cork'],
      ['send', 'text'],
      ['uncork'],
      ['close', 4410, 'terminated'],
      ['terminate'],
    ]);
    // One that has lost its connection has nothing to cork.
    Object.assign(ws, { _socket: null });
    socket.cork(() => socket.send('late'));
    expect(calls.at(-1)).toEqual(['send', 'late']);
  });
});
