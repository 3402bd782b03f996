import { SUBPROTOCOL } from '@stepstream/protocol';
import type { Hono } from 'hono';
import type { Access } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { claimUser } from '../hooks/index.ts';
import { stripBasePath } from '../http/base-path.ts';
import { problem } from '../http/problem.ts';
import { requestUrl } from '../http/request-url.ts';
import type { ResponseRules } from '../http/response-rules.ts';
import type { RequestConnection, RestEnv } from '../http/rest-env.ts';
import { LIVE_PATH, type LiveContext, LiveSocket } from '../live/live-socket.ts';
import {
  type Admission,
  matchStream,
  readCheckpoints,
  readResume,
  StreamConnection,
  type StreamContext,
  type StreamRequest,
} from '../stream/index.ts';
import type { Authenticator } from './authenticator.ts';
import { RefusedSocket } from './refused-socket.ts';

/** What lies behind the gate. */
export interface GateContext {
  readonly access: Access;
  readonly authenticate: Authenticator;
  readonly rest: Hono<RestEnv>;
  readonly responses: ResponseRules;
  readonly stream: StreamContext;
  readonly live: LiveContext;
  /** Whether this process is about to go away, so that nobody is let in any more. */
  isDraining(): boolean;
  readonly basePath: string;
  readonly streamPath: string;
}

/** Where every request comes in: tells streams, viewers and plain HTTP apart, and who may have what. */
export class Gate {
  readonly #context: GateContext;
  /** The addresses of plain HTTP. */
  readonly #routes: readonly RegExp[];

  constructor(context: GateContext) {
    this.#context = context;
    this.#routes = context.rest.routes
      .filter(({ path }) => !path.includes('*'))
      .map(({ path }) => {
        const pattern = path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+');
        return new RegExp(`^${pattern}/?$`);
      });
  }

  /**
   * Whether an address is one of the engine's: below its base path, or a stream, or a route.
   *
   * @param isWhole whether the address is known to be what the client asked for, with nothing stripped: with a
   *   base path, what is not below it belongs to somebody else
   */
  owns(pathname: string, isWhole = false): boolean {
    const { basePath, streamPath } = this.#context;
    const path = stripBasePath(pathname, basePath);
    if (basePath !== '' && path !== pathname) return true;
    if (basePath !== '' && isWhole) return false;
    if (path === streamPath || path.startsWith(`${streamPath}/`) || path === LIVE_PATH) return true;
    return this.#routes.some((route) => route.test(path));
  }

  /**
   * Judges a request.
   *
   * @returns the response; or, for a WebSocket that may be had, what is to be behind it
   */
  async judge(request: Request, connection: RequestConnection): Promise<Response | Admission> {
    const { responses } = this.#context;
    const caller = { headers: request.headers, peer: connection.peer };
    const judged =
      responses.before(request, caller) ?? (await this.#judge(request, connection, caller));
    return judged instanceof Response ? responses.complete(judged, request, caller) : judged;
  }

  async #judge(
    request: Request,
    connection: RequestConnection,
    caller: Caller,
  ): Promise<Response | Admission> {
    const { access, authenticate, basePath, rest, live, streamPath } = this.#context;
    const url = requestUrl(request);
    if (basePath !== '') url.pathname = stripBasePath(url.pathname, basePath);
    const route = matchStream(url, streamPath);
    const isLive = url.pathname === LIVE_PATH;
    if (route.kind === 'elsewhere' && !isLive) {
      return rest.fetch(new Request(url, request), connection);
    }
    if (route.kind === 'invalid_user') return problem('invalid_user');
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
      return problem('websocket_only', { upgrade: 'websocket' });
    }
    const protocol = chosenProtocol(request);
    if (this.#context.isDraining()) {
      return { protocol, accept: (socket) => new RefusedSocket(socket, 'restarting') };
    }
    if (route.kind === 'elsewhere') {
      const trusted = access.isOperator(caller);
      return { protocol, accept: (socket) => new LiveSocket(socket, trusted, live) };
    }
    const claim = claimUser(await authenticate(request), route.userId);
    const stream: StreamRequest = {
      address: connection.address,
      resume: readResume(url.search),
      checkpoints: readCheckpoints(url.search),
      speaksV1: protocol === SUBPROTOCOL,
      // Who is refused is told so on the socket, as pages see nothing of a failed handshake.
      ...(typeof claim === 'string' ? { userId: undefined, refusal: claim } : claim),
    };
    return {
      protocol,
      accept: (socket) => new StreamConnection(socket, stream, this.#context.stream),
    };
  }
}

/** A client that offers our subprotocol must hear it chosen, or a browser gives up. */
function chosenProtocol(request: Request): string | undefined {
  const offered = request.headers.get('sec-websocket-protocol')?.split(/\s*,\s*/) ?? [];
  return offered.includes(SUBPROTOCOL) ? SUBPROTOCOL : undefined;
}
