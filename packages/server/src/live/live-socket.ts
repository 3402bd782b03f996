import { CLOSE_REASONS, type CloseReason } from '@stepstream/protocol';
import { ViewerMessage } from '@stepstream/protocol/schemas';
import type { ServerWebSocket } from 'bun';
import type { Clock, Timer } from '../session/index.ts';
import type { LiveHub, Viewer } from './hub.ts';

/** The address of the live view. */
export const LIVE_PATH = '/console/live';
/** A viewer who is not on this machine must say the token within this time, in milliseconds. */
const PATIENCE = 10_000;
/** A viewer with more than this waiting is too slow to see anything live, in bytes. */
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024;
/** No viewer's message is longer, in UTF-16 units. */
const MAX_MESSAGE_LENGTH = 2048;

/** What a viewer's socket carries. */
export interface LiveSocketData {
  readonly kind: 'live';
  /** Whether no token is needed. */
  readonly trusted: boolean;
  viewer?: Viewer;
  /** Ends the connection of one who says no token. */
  patience?: Timer;
}

type LiveSocket = ServerWebSocket<LiveSocketData>;

/** What the sockets of viewers need. */
export interface LiveContext {
  readonly hub: LiveHub;
  readonly clock: Clock;
  /** Whether this is the admin token. */
  isToken(text: string): boolean;
}

/** The handlers of viewers' sockets: lets operators in, and passes on what they want to see. */
export function createLiveHandlers({ hub, clock, isToken }: LiveContext) {
  const admit = (socket: LiveSocket) => {
    const viewer: Viewer = {
      send(text) {
        socket.send(text);
        if (socket.getBufferedAmount() > MAX_BACKLOG_BYTES) {
          close(socket, 'slow_reader');
        }
      },
      close: () => close(socket, 'server_closed'),
    };
    socket.data.viewer = viewer;
    hub.join(viewer);
  };
  const refuse = (socket: LiveSocket) => {
    socket.close(CLOSE_REASONS.unauthenticated.code, 'admin_token_required');
  };

  return {
    open(socket: LiveSocket): void {
      if (socket.data.trusted) admit(socket);
      else socket.data.patience = clock.after(PATIENCE, () => refuse(socket));
    },

    message(socket: LiveSocket, message: string | Buffer): void {
      const { data } = socket;
      const asked = read(message);
      if (!asked) {
        close(socket, 'unreadable');
      } else if (data.viewer) {
        if (asked.action === 'watch') hub.watch(data.viewer, asked.session_id);
      } else if (asked.action === 'authenticate' && isToken(asked.token)) {
        data.patience?.cancel();
        admit(socket);
      } else {
        refuse(socket);
      }
    },

    close(socket: LiveSocket): void {
      socket.data.patience?.cancel();
      if (socket.data.viewer) hub.leave(socket.data.viewer);
    },
  };
}

function read(message: string | Buffer): ViewerMessage | undefined {
  if (typeof message !== 'string' || message.length > MAX_MESSAGE_LENGTH) return undefined;
  try {
    return ViewerMessage.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}

function close(socket: LiveSocket, reason: CloseReason): void {
  socket.close(CLOSE_REASONS[reason].code, reason);
}
