import type { Hooks, Peer } from 'crossws';
import { type Socket, type SocketHandler, socketOf } from './socket.ts';

/** What becomes of a request for a WebSocket that may have one. */
export interface Admission {
  /** The subprotocol that is chosen, if the client offered one that we speak. */
  readonly protocol: string | undefined;
  /** Makes what is behind the socket. */
  accept(socket: Socket): SocketHandler;
}

/** What we keep in a peer's context. */
interface PeerState {
  admission?: Admission | undefined;
  handler?: SocketHandler;
  socket?: Socket;
}

/**
 * The WebSockets of an engine, as crossws wants them: the same for Bun and Node. A request is admitted
 * before its upgrade; the hook finds it again by the request itself.
 */
export class Transport {
  readonly #decisions = new WeakMap<Request, Response | Admission>();
  readonly #onOpen: (socket: Socket) => void;
  readonly #onClose: (socket: Socket) => void;

  readonly hooks: Partial<Hooks> = {
    upgrade: (request) => {
      const decision = this.#decisions.get(request);
      if (!decision) return new Response(null, { status: 403 });
      if (decision instanceof Response) return decision;
      const { protocol } = decision;
      return { context: { admission: decision }, ...(protocol !== undefined && { protocol }) };
    },
    open: (peer) => {
      const state = peer.context as PeerState;
      const socket = socketOf(peer);
      const handler = state.admission?.accept(socket);
      if (!handler) return;
      state.admission = undefined;
      state.handler = handler;
      state.socket = socket;
      this.#onOpen(socket);
      handler.open();
    },
    message: (peer, { rawData }) => handlerOf(peer)?.receive(rawData as string | Uint8Array),
    drain: (peer) => handlerOf(peer)?.drained(),
    close: (peer) => {
      const { handler, socket } = peer.context as PeerState;
      if (socket) this.#onClose(socket);
      handler?.closed();
    },
  };

  /** @param events told of each socket that opens or closes */
  constructor(events: { onOpen(socket: Socket): void; onClose(socket: Socket): void }) {
    this.#onOpen = events.onOpen;
    this.#onClose = events.onClose;
  }

  /** Says what becomes of the upgrade of this request: a socket, or a response in its place. */
  decide(request: Request, decision: Response | Admission): void {
    this.#decisions.set(request, decision);
  }
}

function handlerOf(peer: Peer): SocketHandler | undefined {
  return (peer.context as PeerState).handler;
}
