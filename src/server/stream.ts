import type { ServerWebSocket, WebSocketHandler } from 'bun';
import {
  type ClientFrame,
  createSampleBlock,
  type Fault,
  fault,
  readFrame,
} from '../protocol/index.ts';
import type { Session, SessionRegistry } from '../session/index.ts';

/** What a socket carries: whose it is, and its session once it is open. */
export interface SocketData {
  readonly userId: string | undefined;
  session?: Session;
  /** Frames in a row that could not even be read. */
  unreadable: number;
}

/** What the sockets need. */
export interface StreamContext {
  readonly registry: SessionRegistry;
  readonly maxFrameBytes: number;
  /** Told of failures nobody foresaw. */
  onError(error: unknown): void;
}

/** After this many unreadable frames in a row the other side does not speak our language. */
const MOST_UNREADABLE_IN_A_ROW = 1000;
/** Faults of frames that are not even JSON. */
const UNREADABLE: ReadonlySet<string> = new Set(['invalid_json', 'too_large', 'unsupported_frame']);
/** A frame over the configured limit is answered; one over this is not read at all (close 1009). */
const LARGEST_PAYLOAD = 16 * 1024 * 1024;
/** Answers that may wait for a slow reader, in bytes, before its connection is cut. */
const LARGEST_BACKLOG = 16 * 1024 * 1024;

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
    maxPayloadLength: LARGEST_PAYLOAD,
    backpressureLimit: LARGEST_BACKLOG,
    closeOnBackpressureLimit: true,
    // The session's own timeout ends idle connections; only the client's messages count for it.
    idleTimeout: 0,
    sendPings: false,

    open(socket) {
      socket.data.session = registry.begin(
        {
          send: (message) => socket.send(JSON.stringify(message)),
          close: (code, reason) => socket.close(code, reason),
        },
        socket.data.userId,
      );
    },

    message(socket, message) {
      const { session } = socket.data;
      if (!session) return;
      try {
        const frame = read(message, session);
        registry.receive(session, frame);
        endIfUnreadable(socket, frame);
      } catch (error) {
        onError(error);
        registry.receive(session, fault('internal_error', 'The server failed on this message'));
      }
    },

    close(socket) {
      const { session } = socket.data;
      if (session) registry.end(session, 'disconnected');
    },
  };

  function endIfUnreadable(socket: ServerWebSocket<SocketData>, frame: ClientFrame): void {
    const unreadable = frame.kind === 'fault' && UNREADABLE.has(frame.code);
    socket.data.unreadable = unreadable ? socket.data.unreadable + 1 : 0;
    if (socket.data.unreadable >= MOST_UNREADABLE_IN_A_ROW && socket.data.session) {
      registry.end(socket.data.session, 'unreadable');
    }
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
