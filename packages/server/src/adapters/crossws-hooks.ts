import type { Hooks, Peer } from 'crossws';
import type { CountedAdmission } from '../engine/limited-gate.ts';
import { REQUEST_ID_HEADER } from '../http/request-id.ts';
import type { Clock } from '../session/index.ts';
import {
  ControlBudget,
  type Socket,
  type SocketHandler,
  type SocketObserver,
} from '../stream/index.ts';
import { socketOf } from './node-socket.ts';

/** What we keep in a peer's context. */
interface PeerState {
  admission?: CountedAdmission | undefined;
  /** Counts the socket no longer. */
  leave?: (() => void) | undefined;
  handler?: SocketHandler | undefined;
  socket?: Socket;
  control?: ControlBudget;
}

/**
 * An engine's WebSockets as crossws wants them. A request is judged before its upgrade; the hook finds what
 * was decided by the request itself.
 */
export class CrosswsHooks {
  readonly #decisions = new WeakMap<Request, Response | CountedAdmission>();
  readonly #observer: SocketObserver;
  readonly #clock: Clock;

  readonly hooks: Partial<Hooks> = {
    upgrade: (request) => {
      const decision = this.#decisions.get(request);
      if (!decision) return new Response(null, { status: 403 });
      if (decision instanceof Response) return decision;
      const { protocol, requestId } = decision;
      return {
        context: { admission: decision },
        headers: { [REQUEST_ID_HEADER]: requestId },
        ...(protocol !== undefined && { protocol }),
      };
    },
    open: (peer) => {
      const state = stateOf(peer);
      const socket = socketOf(peer);
      state.leave = state.admission?.connected();
      state.handler = state.admission?.accept(socket);
      state.admission = undefined;
      state.socket = socket;
      this.#observer.opened(socket);
      state.handler?.open();
    },
    message: (peer, { rawData }) => stateOf(peer).handler?.receive(rawData as string | Uint8Array),
    // `ws` has answered it already.
    ping: (peer) => this.#control(peer),
    pong: (peer) => {
      stateOf(peer).handler?.ponged?.();
      this.#control(peer);
    },
    drain: (peer) => stateOf(peer).handler?.drained(),
    close: (peer) => {
      const { handler, leave, socket } = stateOf(peer);
      leave?.();
      if (socket) this.#observer.closed(socket);
      handler?.closed();
    },
  };

  constructor(observer: SocketObserver, clock: Clock) {
    this.#observer = observer;
    this.#clock = clock;
  }

  /** Says what becomes of the upgrade of this request: a socket, or a response in its place. */
  decide(request: Request, decision: Response | CountedAdmission): void {
    this.#decisions.set(request, decision);
  }

  #control(peer: Peer): void {
    const state = stateOf(peer);
    if (!state.socket) return;
    state.control ??= new ControlBudget();
    state.control.charge(this.#clock, state.socket, state.handler);
  }
}

function stateOf(peer: Peer): PeerState {
  return peer.context as PeerState;
}
