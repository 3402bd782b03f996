import type { ServerWebSocket, WebSocketHandler } from 'bun';
import type { createLiveHandlers, LiveSocketData } from '../live/live-socket.ts';
import type { SocketData } from './socket-data.ts';

/** What a socket carries: a client's, or that of somebody who watches the sessions. */
export type SocketDataOfAnyKind = SocketData | LiveSocketData;

/** One set of handlers from two: what concerns a viewer's socket goes to `live`, all else to `stream`. */
export function bySocketKind(
  stream: WebSocketHandler<SocketData>,
  live: ReturnType<typeof createLiveHandlers>,
): WebSocketHandler<SocketDataOfAnyKind> {
  return {
    ...(stream as unknown as WebSocketHandler<SocketDataOfAnyKind>),
    open: (socket) => (isLive(socket) ? live.open(socket) : stream.open?.(asStream(socket))),
    message: (socket, message) =>
      isLive(socket) ? live.message(socket, message) : stream.message?.(asStream(socket), message),
    drain: (socket) => (isLive(socket) ? undefined : stream.drain?.(asStream(socket))),
    close: (socket, code, reason) =>
      isLive(socket) ? live.close(socket) : stream.close?.(asStream(socket), code, reason),
  };
}

function isLive(
  socket: ServerWebSocket<SocketDataOfAnyKind>,
): socket is ServerWebSocket<LiveSocketData> {
  return 'kind' in socket.data;
}

/** The sockets that are not viewers' are clients'. */
function asStream(socket: ServerWebSocket<SocketDataOfAnyKind>): ServerWebSocket<SocketData> {
  return socket as ServerWebSocket<SocketData>;
}
