import { CLASSIC } from '@stepstream/detector';
import { createSampleBlock, type ServerMessage } from '@stepstream/protocol';
import { ServerMessage as ServerMessageSchema } from '@stepstream/protocol/schemas';
import { Hooks } from '../../hooks/index.ts';
import { type RegistryOptions, type ResumeRequest, SessionRegistry } from '../../session/index.ts';
import { ManualClock } from '../../session/testing/manual-clock.ts';
import { StreamConnection } from '../connection.ts';
import { Crowd } from '../crowd.ts';
import { Outbox } from '../outbox.ts';
import { Scheduler } from '../scheduler.ts';
import type { Socket } from '../socket.ts';
import type { StreamContext, StreamToken } from '../stream-context.ts';
import { TimeStamp } from '../time-stamp.ts';

/** A socket for tests: keeps what was sent through it, each message held to the contract. */
export class RecordingSocket implements Socket {
  readonly sent: ServerMessage[] = [];
  closed: { readonly code: number | undefined; readonly reason: string | undefined } | undefined;
  buffered = 0;
  isPaused = false;

  send(text: string): void {
    if (this.closed) throw new Error('sent after close');
    this.sent.push(ServerMessageSchema.parse(JSON.parse(text)));
  }

  close(code?: number, reason?: string): void {
    if (this.closed) throw new Error('closed twice');
    this.closed = { code, reason };
  }

  terminate(): void {
    this.closed ??= { code: 1006, reason: undefined };
  }

  getBufferedAmount(): number {
    return this.buffered;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  cork(work: () => void): void {
    work();
  }

  ping(): void {}
}

/** How a stream of {@link streamWorld} begins. */
export interface StreamBeginning {
  readonly userId?: string | undefined;
  readonly resume?: ResumeRequest | undefined;
  readonly speaksV1?: boolean;
  readonly checkpoints?: boolean;
  readonly token?: StreamToken;
}

/** A registry and streams into it, with sockets and a clock that tests move. */
export function streamWorld(
  options: Partial<RegistryOptions> & { readonly clock?: ManualClock } = {},
  maxFrameBytes = 1 << 20,
  budget = Number.POSITIVE_INFINITY,
) {
  const clock = options.clock ?? new ManualClock();
  const hooks = new Hooks();
  const registry = new SessionRegistry({
    hooks,
    model: CLASSIC,
    timeoutSeconds: 300,
    ...options,
    clock,
  });
  const context: StreamContext = {
    registry,
    hooks,
    clock,
    maxFrameBytes,
    scheduler: new Scheduler(),
    limits: { userSession: () => 0 },
    crowd: new Crowd(clock),
    outbox: new Outbox(clock, () => budget),
    timeStamp: new TimeStamp(clock),
    block: createSampleBlock(),
  };
  /** Opens a stream; its greeting is the first message sent. */
  const open = ({
    userId,
    resume,
    speaksV1 = false,
    checkpoints = false,
    token,
  }: StreamBeginning = {}) => {
    const socket = new RecordingSocket();
    const request = { userId, resume, speaksV1, checkpoints, token };
    const connection = new StreamConnection(socket, request, context);
    connection.open();
    const id = socket.sent[0]?.session_id ?? '';
    /** Sends a frame; returns what was sent because of it. */
    const tell = (frame: object | string | Uint8Array): ServerMessage[] => {
      const before = socket.sent.length;
      const isRaw = typeof frame === 'string' || frame instanceof Uint8Array;
      connection.handle(isRaw ? frame : JSON.stringify(frame), clock.monotonic());
      return socket.sent.slice(before);
    };
    /** Sends a frame; returns the last message that answers it. */
    const ask = (frame: object | string | Uint8Array) => tell(frame).at(-1);
    return { socket, connection, session: registry.get(id), tell, ask };
  };
  return { clock, hooks, registry, context, open };
}
