import type { DetectorModel } from '@stepstream/detector';
import { createSampleBlock } from '@stepstream/protocol';
import { DEFAULT_CONFIG } from 'stepstream';
import {
  type Clock,
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

/** What a server's streams share, where nothing limits them: for measurements and examples. */
export function streamContext(model: DetectorModel, clock: Clock) {
  const hooks = new Hooks();
  return {
    registry: new SessionRegistry({
      clock,
      hooks,
      model,
      timeoutSeconds: DEFAULT_CONFIG.sessionTimeout,
    }),
    hooks,
    clock,
    scheduler: new Scheduler(),
    crowd: new Crowd(clock),
    outbox: new Outbox(clock, () => Number.POSITIVE_INFINITY),
    limits: { userSession: () => 0 },
    maxFrameBytes: DEFAULT_CONFIG.maxFrameBytes,
    timeStamp: new TimeStamp(clock),
    block: createSampleBlock(),
  };
}

/**
 * A stream as the server has it, all but the socket.
 *
 * @param frames told of each frame. Default: nobody
 */
export function nullStream(model: DetectorModel, frames?: FrameObserver): StreamConnection {
  const request = { userId: undefined, resume: undefined, speaksV1: false, checkpoints: false };
  const connection = new StreamConnection(NULL_SOCKET, request, {
    ...streamContext(model, systemClock),
    ...(frames && { frames }),
  });
  connection.open();
  return connection;
}
