import { SUBPROTOCOL } from '@stepstream/protocol';
import type { Hono } from 'hono';
import type { Access } from '../auth/access.ts';
import { withToken } from '../auth/tokens/token-of-request.ts';
import type { UserClaim } from '../hooks/index.ts';
import { stripBasePath } from '../http/base-path.ts';
import { problem } from '../http/problem.ts';
import { requestUrl } from '../http/request-url.ts';
import type { ResponseRules } from '../http/response-rules.ts';
import type { RequestConnection, RestEnv } from '../http/rest-env.ts';
import { networkOf } from '../limits/client-address.ts';
import type { Limits } from '../limits/limits.ts';
import { LIVE_PATH, type LiveContext, LiveSocket } from '../live/live-socket.ts';
import type { ResumeRequest } from '../session/index.ts';
import {
  type Admission,
  matchStream,
  ResumeSocket,
  readCheckpoints,
  readResume,
  readResumeByMessage,
  type Socket,
  type SocketHandler,
  StreamConnection,
  type StreamContext,
  TokenSocket,
} from '../stream/index.ts';
import type { Claim } from './identity.ts';
import { RefusedSocket } from './refused-socket.ts';

/** What lies behind the gate. */
export interface GateContext {
  readonly access: Access;
  readonly claim: Claim;
  readonly rest: Hono<RestEnv>;
  readonly responses: ResponseRules;
  readonly stream: StreamContext;
  readonly live: LiveContext;
  /** Who has said too many wrong tokens. */
  readonly limits: Pick<Limits, 'authentication'>;
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
    const judged = responses.before(request, caller) ?? (await this.#judge(request, connection));
    return judged instanceof Response ? responses.complete(judged, request, caller) : judged;
  }

  async #judge(request: Request, connection: RequestConnection): Promise<Response | Admission> {
    const { access, basePath, rest, live, limits, streamPath } = this.#context;
    const url = requestUrl(request);
    if (basePath !== '') url.pathname = stripBasePath(url.pathname, basePath);
    const route = matchStream(url, streamPath);
    const isLive = url.pathname === LIVE_PATH;
    if (route.kind === 'elsewhere' && !isLive) {
      // Its body is read by whoever wants one: to hand it on would make a stream of it, which costs far more.
      const { method, headers } = request;
      return rest.fetch(new Request(url, { method, headers }), {
        ...connection,
        original: request,
      });
    }
    // Where operators have a port of their own, they watch there.
    if (isLive && (connection.offer ?? 'everything') !== 'everything') return problem('not_found');
    if (route.kind === 'invalid_user') return problem('invalid_user');
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
      return problem('websocket_only', { upgrade: 'websocket' });
    }
    const protocol = chosenProtocol(request);
    if (this.#context.isDraining()) {
      return { protocol, accept: (socket) => new RefusedSocket(socket, 'restarting') };
    }
    if (route.kind === 'elsewhere') {
      const judge = async (said?: string) => {
        // Who says a token by message has passed the gate already.
        const isRefused = said !== undefined && limits.authentication(connection.address) > 0;
        return isRefused ? 'unauthenticated' : judgeViewer(access, request, connection, said);
      };
      const judged = await judge();
      // Who is not known yet may say a token.
      const known = typeof judged === 'string' ? undefined : judged;
      const { search } = url;
      return { protocol, accept: (socket) => new LiveSocket(socket, known, judge, live, search) };
    }
    return { protocol, accept: await this.#admit(request, connection, route.userId, url.search) };
  }

  /** Lets a client in, or asks it first who it is, or tells it why not. */
  async #admit(
    request: Request,
    connection: RequestConnection,
    named: string | undefined,
    query: string,
  ): Promise<Admission['accept']> {
    const { claim, stream } = this.#context;
    const asked = {
      address: networkOf(connection.address),
      checkpoints: readCheckpoints(query),
      speaksV1: chosenProtocol(request) === SUBPROTOCOL,
    };
    const byToken = (token: string) => claim(request, connection, named, token);
    const begin = (socket: Socket, { userId, identity }: UserClaim): SocketHandler => {
      // What nobody will ask for is not kept for as long as the session.
      const token = identity && { identity, claim: byToken };
      const open = (resume?: ResumeRequest) =>
        new StreamConnection(socket, { ...asked, userId, token, resume }, stream);
      return readResumeByMessage(query)
        ? new ResumeSocket(open, stream.clock)
        : open(readResume(query));
    };
    const claimed = await claim(request, connection, named);
    if (typeof claimed === 'object') return (socket) => begin(socket, claimed);
    if (claimed === 'token_required') {
      const { clock } = stream;
      return (socket) => new TokenSocket(socket, byToken, (said) => begin(socket, said), clock);
    }
    return (socket) => new RefusedSocket(socket, claimed);
  }
}

/** Who wants to watch. */
async function judgeViewer(
  access: Access,
  request: Request,
  connection: RequestConnection,
  said: string | undefined,
) {
  const asked = said === undefined ? request : withToken(request, said);
  const judged = await access.judge(asked, connection, { scope: 'admin' });
  return 'refusal' in judged ? judged.refusal : judged;
}

/** A client that offers our subprotocol must hear it chosen, or a browser gives up. */
function chosenProtocol(request: Request): string | undefined {
  const offered = request.headers.get('sec-websocket-protocol')?.split(',') ?? [];
  return offered.some((one) => one.trim() === SUBPROTOCOL) ? SUBPROTOCOL : undefined;
}
