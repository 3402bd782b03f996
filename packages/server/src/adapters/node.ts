import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import nodeAdapter from 'crossws/adapters/node';
import type { Offer } from '../auth/operator.ts';
import { enginePartsOf } from '../engine/engine-parts.ts';
import type { Stepstream } from '../engine/stepstream.ts';
import { problem } from '../http/problem.ts';
import type { RequestConnection } from '../http/rest-env.ts';
import { addSecurityHeaders } from '../http/security-headers.ts';
import { CrosswsHooks } from './crossws-hooks.ts';

/** An engine as servers of Node take it. */
export interface NodeStepstream {
  /**
   * Answers a request, as `createServer` and Express hand it over. Mount it before what parses bodies.
   *
   * @param next called for addresses that the engine does not have; without it they are answered 404
   */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    next?: (error?: unknown) => void,
  ): void;
  /**
   * Takes the WebSockets that come to the engine's addresses; leaves others to others. Where there are no
   * others, requests for upgrades that nobody takes stay what they are without an engine: plain requests.
   */
  attach(server: Pick<Server, 'on' | 'listenerCount'>): void;
}

/**
 * Mounts an engine in a server of Node: plain `node:http`, Express, Fastify and whatever else has one.
 *
 * ```ts
 * const { handle, attach } = toNode(createStepstream());
 * const server = createServer(handle);
 * attach(server);
 * server.listen(8000);
 * ```
 *
 * @param options.offer what there is on this way into the engine. Default: everything
 */
export function toNode(
  engine: Stepstream,
  { offer }: { readonly offer?: Offer } = {},
): NodeStepstream {
  const { clock, gate, observer, maxPayloadBytes } = enginePartsOf(engine);
  const transport = new CrosswsHooks(observer, clock);
  const adapter = nodeAdapter({
    hooks: transport.hooks,
    getNamespace: () => 'stepstream',
    // The session's own timeout ends idle connections, and the engine pings by itself.
    idleTimeout: 0,
    serverOptions: { maxPayload: maxPayloadBytes },
  });

  const answer = getRequestListener(
    async (request, { incoming }) => {
      const connection = { ...connectionOf(incoming as IncomingMessage), offer };
      const judged = await gate.judge(request, connection);
      if (judged instanceof Response) return judged;
      return addSecurityHeaders(problem('websocket_only', { upgrade: 'websocket' }));
    },
    {
      overrideGlobalObjects: false,
      errorHandler(error) {
        engine.report(error);
        return addSecurityHeaders(problem('internal_error'));
      },
    },
  );

  async function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    try {
      const request = toRequest(incoming);
      const connection = { ...connectionOf(incoming), offer };
      transport.decide(request, await gate.judge(request, connection));
      await adapter.handleUpgrade(incoming, socket, head, request);
    } catch (error) {
      engine.report(error);
      socket.destroy();
    }
  }

  return {
    handle(request, response, next) {
      // Express keeps what the client asked for, and strips where a handler is mounted from `url`.
      const { originalUrl } = request as { readonly originalUrl?: string };
      const isWhole = originalUrl === undefined || originalUrl === request.url;
      if (next && !gate.owns(pathOf(request), isWhole)) next();
      else void answer(request, response);
    },
    attach(server) {
      const claims = claimsOf(server);
      claims.push((request) => gate.owns(pathOf(request)));
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        // A connection that breaks during its upgrade must not end the process.
        socket.on('error', () => socket.destroy());
        if (gate.owns(pathOf(request))) void upgrade(request, socket, head);
        else if (isNobodys(request, server, claims)) socket.end(NOT_FOUND);
      });
    },
  };
}

/** The head of a request for a WebSocket; it has no body. */
function toRequest({ method = 'GET', url = '/', rawHeaders }: IncomingMessage): Request {
  const headers = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    headers.append(rawHeaders[i] as string, rawHeaders[i + 1] as string);
  }
  return new Request(new URL(url, 'http://localhost'), { method, headers });
}

/** Whether an engine has the address of a request. */
type Claim = (request: IncomingMessage) => boolean;

/** The claims of the engines that are attached to a server. */
const claimsByServer = new WeakMap<object, Claim[]>();

/** Answers an upgrade that nobody takes, where Node is too old to be told so before. */
const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** What newer versions of Node ask before they make a request an upgrade: 22.21, 24.9 and later. */
interface AskingServer {
  shouldUpgradeCallback?: (request: IncomingMessage) => boolean;
}

/**
 * The claims of a server. The first time, it is told which requests are upgrades at all: without that, each that
 * offers one (`Upgrade: h2c`, as Java's client does by default) would lose its body and wait for ever.
 */
function claimsOf(server: Pick<Server, 'listenerCount'>): Claim[] {
  const known = claimsByServer.get(server);
  if (known) return known;
  const claims: Claim[] = [];
  claimsByServer.set(server, claims);
  const asking = server as AskingServer;
  const before = asking.shouldUpgradeCallback;
  if (before) {
    asking.shouldUpgradeCallback = (request) => {
      if (claims.some((claim) => claim(request))) return isWebSocket(request);
      return !isNobodys(request, server, claims) && before.call(server, request);
    };
  }
  return claims;
}

/** Whether no engine has the address, and nobody but engines takes upgrades of this server. */
function isNobodys(
  request: IncomingMessage,
  server: Pick<Server, 'listenerCount'>,
  claims: readonly Claim[],
): boolean {
  if (server.listenerCount('upgrade') > claims.length) return false;
  return !claims.some((claim) => claim(request));
}

function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function connectionOf({ socket }: IncomingMessage): RequestConnection {
  return {
    peer: socket.remoteAddress,
    isSecure: 'encrypted' in socket,
    idleTimeout(seconds) {
      // Node's server destroys a connection that has timed out, unless somebody else decides on it.
      socket.setTimeout(1000 * seconds);
    },
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.replace(/[?#].*$/, '');
}
