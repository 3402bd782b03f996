import type { Hooks, Peer } from 'crossws';
import type { Admission, Socket, SocketHandler, SocketObserver } from '../stream/index.ts';
import { socketOf } from './node-socket.ts';

/** What we keep in a peer's context. */
interface PeerState {
  admission?: Admission | undefined;
  handler?: SocketHandler | undefined;
  socket?: Socket;
}

/**
 * An engine's WebSockets as crossws wants them. A request is judged before its upgrade; the hook finds what
 * was decided by the request itself.
 */
export class CrosswsHooks {
  readonly #decisions = new WeakMap<Request, Response | Admission>();
  readonly #observer: SocketObserver;

  readonly hooks: Partial<Hooks> = {
    upgrade: (request) => {
      const decision = this.#decisions.get(request);
      if (!decision) return new Response(null, { status: 403 });
      if (decision instanceof Response) return decision;
      const { protocol } = decision;
      return { context: { admission: decision }, ...(protocol !== undefined && { protocol }) };
    },
    open: (peer) => {
      const state = stateOf(peer);
      const socket = socketOf(peer);
      state.handler = state.admission?.accept(socket);
      state.admission = undefined;
      state.socket = socket;
      this.#observer.opened(socket);
      state.handler?.open();
    },
    message: (peer, { rawData }) => stateOf(peer).handler?.receive(rawData as string | Uint8Array),
    drain: (peer) => stateOf(peer).handler?.drained(),
    close: (peer) => {
      const { handler, socket } = stateOf(peer);
      if (socket) this.#observer.closed(socket);
      handler?.closed();
    },
  };

  constructor(observer: SocketObserver) {
    this.#observer = observer;
  }

  /** Says what becomes of the upgrade of this request: a socket, or a response in its place. */
  decide(request: Request, decision: Response | Admission): void {
    this.#decisions.set(request, decision);
  }
}

function stateOf(peer: Peer): PeerState {
  return peer.context as PeerState;
}
