import type { ServerWebSocket, WebSocketHandler } from 'bun';
import {
  type ClientFrame,
  createSampleBlock,
  type Fault,
  fault,
  readFrame,
} from '../protocol/index.ts';
import type {
  Clock,
  Connection,
  ResumeRequest,
  Session,
  SessionRegistry,
  Timer,
} from '../session/index.ts';

/** What a socket carries: whose it is, and its session while it has one. */
export interface SocketData {
  readonly userId: string | undefined;
  /** The session that the client wants to go on with. */
  readonly resume: ResumeRequest | undefined;
  session?: Session | undefined;
  /** Frames in a row that could not even be read. */
  unreadable: number;
  /** A close that waits until what was sent before it has gone out, and the end of its patience. */
  closing?: { readonly close: () => void; readonly patience: Timer };
}

/** What the sockets need. */
export interface StreamContext {
  readonly registry: SessionRegistry;
  readonly clock: Clock;
  readonly maxFrameBytes: number;
  /** Told of failures nobody foresaw. */
  onError(error: unknown): void;
}

/** After this many unreadable frames in a row the other side does not speak our language. */
const MOST_UNREADABLE_IN_A_ROW = 1000;
/** Faults of frames that are not even JSON. */
const UNREADABLE: ReadonlySet<string> = new Set(['invalid_json', 'too_large', 'unsupported_frame']);
/** A frame over the limit is answered; one this many times over is not read at all (close 1009). */
const UNREAD_FACTOR = 4;
/** Answers that may wait for a slow reader, in bytes; beyond it the session ends (close 4413). */
const LARGEST_BACKLOG = 8 * 1024 * 1024;
/** How long a client that is to be closed gets to read what is on its way, in milliseconds. */
const CLOSE_PATIENCE = 10_000;

/** The handlers of the WebSocket: turns frames into session calls and answers into frames. */
export function createStreamHandlers(context: StreamContext): WebSocketHandler<SocketData> {
  const { registry, onError } = context;
  const block = createSampleBlock();

  const read = (message: string | Buffer, session: Session): ClientFrame => {
    if (byteLength(message, context.maxFrameBytes) > context.maxFrameBytes) {
      return tooLarge(context.maxFrameBytes);
    }
    if (typeof message !== 'string') {
      return fault('unsupported_frame', 'Binary frames are not supported; send JSON as text');
    }
    return readFrame(message, session.settings, block);
  };

  return {
    maxPayloadLength: UNREAD_FACTOR * context.maxFrameBytes,
    // A second line of defence, out of reach while our own limit holds.
    backpressureLimit: 2 * LARGEST_BACKLOG,
    closeOnBackpressureLimit: true,
    // The session's own timeout ends idle connections; only the client's messages count for it.
    idleTimeout: 0,
    sendPings: false,

    open(socket) {
      socket.data.session = registry.begin(
        connectionOf(socket),
        socket.data.userId,
        socket.data.resume,
      );
    },

    drain(socket) {
      if (socket.data.closing && socket.getBufferedAmount() === 0) socket.data.closing.close();
    },

    message(socket, message) {
      const { session } = socket.data;
      if (!session) return;
      try {
        const frame = read(message, session);
        registry.receive(session, frame);
        endIfOver(socket, frame);
      } catch (error) {
        onError(error);
        registry.apologise(session);
      }
    },

    close(socket) {
      const { session, closing } = socket.data;
      closing?.patience.cancel();
      if (session) registry.disconnect(session);
    },
  };

  /** The way to a client. A close waits for what was sent before it, but not for ever. */
  function connectionOf(socket: ServerWebSocket<SocketData>): Connection {
    return {
      send: (message) => socket.send(JSON.stringify(message)),
      close(code, reason) {
        // The session is over, or has gone on to another connection: this one's end is not its end.
        socket.data.session = undefined;
        const close = () => socket.close(code, reason);
        if (socket.getBufferedAmount() === 0) {
          close();
          return;
        }
        const patience = context.clock.after(CLOSE_PATIENCE, () => socket.terminate());
        socket.data.closing = { close, patience };
      },
    };
  }

  /** Ends the session of a client that does not speak our language, or does not listen. */
  function endIfOver(socket: ServerWebSocket<SocketData>, frame: ClientFrame): void {
    const { data } = socket;
    if (!data.session) return;
    const unreadable = frame.kind === 'fault' && UNREADABLE.has(frame.code);
    data.unreadable = unreadable ? data.unreadable + 1 : 0;
    if (data.unreadable >= MOST_UNREADABLE_IN_A_ROW) registry.end(data.session, 'unreadable');
    if (socket.getBufferedAmount() > LARGEST_BACKLOG) registry.end(data.session, 'slow_reader');
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
