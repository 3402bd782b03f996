import { CLOSE_REASONS, createSampleBlock, type Fault, fault } from '@stepstream/protocol';
import { type ClientFrame, readBinaryFrame, readFrame } from '@stepstream/protocol/codec';
import type { ServerWebSocket, WebSocketHandler } from 'bun';
import type { Clock, Session, SessionRegistry } from '../session/index.ts';
import { Scheduler } from './scheduler.ts';
import { SocketConnection } from './socket-connection.ts';
import type { SocketData } from './socket-data.ts';

/** What the sockets need. */
export interface StreamContext {
  readonly registry: SessionRegistry;
  readonly clock: Clock;
  readonly maxFrameBytes: number;
  /** Told of each connection that there was no room for. */
  onFull(): void;
  /** Told of failures nobody foresaw. */
  onError(error: unknown): void;
}

/** After this many unreadable frames in a row the other side does not speak our language. */
const MAX_CONSECUTIVE_UNREADABLE = 1000;
/** Faults of frames that can't even be taken apart. */
const UNREADABLE: ReadonlySet<string> = new Set(['invalid_json', 'invalid_binary', 'too_large']);
/** A frame over the limit is answered; one this many times over is not read at all (close 1009). */
const UNREAD_FACTOR = 4;
/** Answers that may wait for a slow reader, in bytes; beyond it the session ends (close 4413). */
const MAX_BACKLOG_BYTES = 8 * 1024 * 1024;

/** The handlers of the WebSocket: turns frames into session calls and answers into frames. */
export function createStreamHandlers(context: StreamContext): WebSocketHandler<SocketData> {
  const { registry, clock, maxFrameBytes, onError } = context;
  const block = createSampleBlock();
  const scheduler = new Scheduler(handle);

  return {
    maxPayloadLength: UNREAD_FACTOR * maxFrameBytes,
    // A second line of defence, out of reach while our own limit holds.
    backpressureLimit: 2 * MAX_BACKLOG_BYTES,
    closeOnBackpressureLimit: true,
    // The session's own timeout ends idle connections; only the client's messages count for it.
    idleTimeout: 0,
    sendPings: false,

    open(socket) {
      const { userId, resume } = socket.data;
      if (registry.isFull(userId, resume)) {
        context.onFull();
        socket.close(CLOSE_REASONS.server_full.code, 'server_full');
        return;
      }
      socket.data.session = registry.begin(new SocketConnection(socket, clock), userId, resume);
    },

    drain(socket) {
      if (socket.data.closing && socket.getBufferedAmount() === 0) socket.data.closing.close();
    },

    message(socket, message) {
      scheduler.offer(socket, message, clock.monotonic());
    },

    close(socket) {
      scheduler.finish(socket);
      const { session, closing } = socket.data;
      closing?.patience.cancel();
      if (session) registry.disconnect(session);
    },
  };

  function handle(
    socket: ServerWebSocket<SocketData>,
    message: string | Buffer,
    now?: number,
  ): void {
    const { session } = socket.data;
    if (!session) return;
    try {
      const frame = read(message, session);
      registry.receive(session, frame, now);
      endIfOver(socket, frame);
    } catch (error) {
      onError(error);
      registry.sendInternalError(session);
    }
  }

  function read(message: string | Buffer, session: Session): ClientFrame {
    if (byteLength(message, maxFrameBytes) > maxFrameBytes) return tooLarge(maxFrameBytes);
    return typeof message === 'string'
      ? readFrame(message, session.settings, block)
      : readBinaryFrame(message, session.settings, block);
  }

  /** Ends the session of a client that does not speak our language, or does not listen. */
  function endIfOver(socket: ServerWebSocket<SocketData>, frame: ClientFrame): void {
    const { data } = socket;
    // A close takes the session off the socket.
    const { session } = data;
    if (!session) return;
    const unreadable = frame.kind === 'fault' && UNREADABLE.has(frame.code);
    data.unreadable = unreadable ? data.unreadable + 1 : 0;
    if (data.unreadable >= MAX_CONSECUTIVE_UNREADABLE) registry.end(session, 'unreadable');
    else if (socket.getBufferedAmount() > MAX_BACKLOG_BYTES) registry.end(session, 'slow_reader');
  }
}

function tooLarge(limit: number): Fault {
  return fault('too_large', `The message is longer than ${limit} bytes`);
}

/** The size of a message in UTF-8; exact only where it may be over `limit`, for exactness costs. */
function byteLength(message: string | Buffer, limit: number): number {
  if (typeof message !== 'string') return message.byteLength;
  return message.length * 3 <= limit ? message.length : Buffer.byteLength(message);
}
