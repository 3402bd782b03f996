import type { DetectorModel } from '@stepstream/detector';
import { createSampleBlock } from '@stepstream/protocol';
import { DEFAULT_CONFIG } from 'stepstream';
import {
  Crowd,
  type FrameObserver,
  Hooks,
  Outbox,
  Scheduler,
  SessionRegistry,
  type Socket,
  StreamConnection,
  systemClock,
  TimeStamp,
} from 'stepstream/internals';

/** A socket that nothing is behind: what is sent through it is gone at once. */
export const NULL_SOCKET: Socket = {
  isPaused: false,
  send() {},
  close() {},
  terminate() {},
  getBufferedAmount: () => 0,
  pause() {},
  resume() {},
  cork: (work) => work(),
  ping() {},
};

/**
 * A stream as the server has it, all but the socket.
 *
 * @param frames told of each frame. Default: nobody
 */
export function nullStream(model: DetectorModel, frames?: FrameObserver): StreamConnection {
  const clock = systemClock;
  const hooks = new Hooks();
  const registry = new SessionRegistry({
    clock,
    hooks,
    model,
    timeoutSeconds: DEFAULT_CONFIG.sessionTimeout,
  });
  const request = { userId: undefined, resume: undefined, speaksV1: false, checkpoints: false };
  const connection = new StreamConnection(NULL_SOCKET, request, {
    registry,
    hooks,
    clock,
    scheduler: new Scheduler(),
    crowd: new Crowd(clock),
    outbox: new Outbox(clock, () => Number.POSITIVE_INFINITY),
    limits: { userSession: () => 0 },
    maxFrameBytes: DEFAULT_CONFIG.maxFrameBytes,
    timeStamp: new TimeStamp(clock),
    block: createSampleBlock(),
    ...(frames && { frames }),
  });
  connection.open();
  return connection;
}
