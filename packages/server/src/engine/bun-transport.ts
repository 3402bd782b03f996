import type { Offer } from '../auth/operator.ts';
import { problem } from '../http/problem.ts';
import { REQUEST_ID_HEADER } from '../http/request-id.ts';
import { addSecurityHeaders } from '../http/security-headers.ts';
import type { Clock } from '../session/index.ts';
import {
  ControlBudget,
  type Socket,
  type SocketHandler,
  type SocketObserver,
} from '../stream/index.ts';
import type { CountedAdmission, LimitedGate } from './limited-gate.ts';

/** What is needed of Bun's server: a shape, so that nobody needs Bun's types. */
export interface BunServer {
  requestIP(request: Request): { readonly address: string } | null;
  upgrade(request: Request, options?: never): boolean;
  timeout(request: Request, seconds: number): void;
}

/** Bun's handlers of WebSockets, as a shape that its own types accept. */
export interface BunWebSocket {
  message(socket: never, message: never): void;
  open(socket: never): void;
  drain(socket: never): void;
  ping(socket: never, data: never): void;
  pong(socket: never, data: never): void;
  close(socket: never, code: number, reason: string): void;
  readonly maxPayloadLength: number;
  readonly backpressureLimit: number;
  readonly closeOnBackpressureLimit: boolean;
  readonly idleTimeout: number;
  readonly sendPings: boolean;
}

/** What Bun's sockets carry: what was decided of them, and then what is behind them. */
interface BunSocket extends Socket {
  readonly data: {
    admission: CountedAdmission | undefined;
    /** Counts the socket no longer. */
    leave: (() => void) | undefined;
    handler: SocketHandler | undefined;
    control: ControlBudget | undefined;
  };
}

/** Never filled: a client that does not read is not served beyond 1 MiB. */
const BACKPRESSURE_LIMIT_BYTES = 16 * 1024 * 1024;

/** An engine under Bun, whose own sockets are ours as they are. */
export function createBunTransport(
  gate: LimitedGate,
  observer: SocketObserver,
  clock: Clock,
  maxPayloadBytes: number,
) {
  function control(socket: BunSocket): void {
    const { data } = socket;
    data.control ??= new ControlBudget();
    data.control.charge(clock, socket, data.handler);
  }

  async function fetch(
    request: Request,
    server?: BunServer,
    offer?: Offer,
  ): Promise<Response | undefined> {
    const judged = await gate.judge(request, {
      offer,
      peer: server?.requestIP(request)?.address,
      isSecure: request.url.startsWith('https:'),
      idleTimeout: (seconds) => server?.timeout(request, seconds),
    });
    if (judged instanceof Response) return judged;
    const { protocol, requestId } = judged;
    const options = {
      data: { admission: judged, leave: undefined, handler: undefined, control: undefined },
      headers: {
        [REQUEST_ID_HEADER]: requestId,
        // Without it, Bun would choose whatever the client offers first; empty, it is left out.
        'sec-websocket-protocol': protocol ?? '',
      },
    };
    if (server?.upgrade(request, options as never)) return undefined;
    return addSecurityHeaders(problem('websocket_only', { upgrade: 'websocket' }));
  }

  const websocket: BunWebSocket = {
    open(socket: BunSocket) {
      const { data } = socket;
      data.leave = data.admission?.connected();
      data.handler = data.admission?.accept(socket);
      data.admission = undefined;
      observer.opened(socket);
      data.handler?.open();
    },
    message(socket: BunSocket, message: string | Uint8Array) {
      socket.data.handler?.receive(message);
    },
    drain(socket: BunSocket) {
      socket.data.handler?.drained();
    },
    // Bun has answered it already.
    ping: control,
    pong(socket: BunSocket) {
      socket.data.handler?.ponged?.();
      control(socket);
    },
    close(socket: BunSocket) {
      observer.closed(socket);
      socket.data.leave?.();
      socket.data.handler?.closed();
    },
    maxPayloadLength: maxPayloadBytes,
    // A second line of defence, out of reach while our own limit holds.
    backpressureLimit: BACKPRESSURE_LIMIT_BYTES,
    closeOnBackpressureLimit: true,
    // The session's own timeout ends idle connections; only the client's messages count for it.
    idleTimeout: 0,
    // Pings come from us: Bun sends them only with an idle timeout, which is 960 s at most.
    sendPings: false,
  };
  return { fetch, websocket };
}
