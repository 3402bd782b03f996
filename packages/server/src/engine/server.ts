import type { DetectorModel } from '@stepstream/detector';
import { createAccess } from '../auth/access.ts';
import { createAdminToken } from '../auth/admin-token.ts';
import { type Config, DEFAULT_CONFIG } from '../config.ts';
import { createDocumentRoutes } from '../documents/routes.ts';
import { problem } from '../http/problem.ts';
import { createRestApp } from '../http/rest.ts';
import { createIngestRoutes } from '../ingest/routes.ts';
import type { KeyPair } from '../listen/key-pair.ts';
import { type ListenerHandlers, type NetworkOptions, openListeners } from '../listen/listeners.ts';
import { LiveHub } from '../live/hub.ts';
import { createLiveHandlers, LIVE_PATH } from '../live/live-socket.ts';
import { createConsolePage } from '../page/page.ts';
import {
  type Clock,
  type EndReason,
  type Session,
  SessionRegistry,
  systemClock,
} from '../session/index.ts';
import { readResume } from '../stream/resume-query.ts';
import { newSocketData } from '../stream/socket-data.ts';
import { bySocketKind } from '../stream/socket-kinds.ts';
import { createStreamHandlers } from '../stream/stream.ts';
import { matchStream, STREAM_PATH } from '../stream/stream-route.ts';
import { createLogger, type Logger } from './logger.ts';
import { loadModel } from './model.ts';

/** Settings that say where certificates are; a server is given the certificates. */
type FileSetting = 'lan' | 'lanPort' | 'tlsCert' | 'tlsKey' | 'stateFolder';

/** What a server can be told; all of it has a default. */
export type ServerOptions = Partial<Omit<Config, 'model' | FileSetting>> & {
  /** Certificate to serve HTTPS with. Default: plain HTTP. */
  readonly tls?: KeyPair;
  /** Also listens on all addresses, over HTTPS. Default: does not. */
  readonly network?: NetworkOptions;
  /** The detector that all sessions use, such as `loadModel('classic')`. Default: the package's. */
  readonly model?: DetectorModel;
  /** Time, as sessions see it. Default: the machine's. */
  readonly clock?: Clock;
  /** Where it logs. Default: JSON lines on stderr, at the configured level. */
  readonly logger?: Logger;
};

/** A running server. */
export interface StepstreamServer {
  /** Where it answers, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Where clients stream to, such as `ws://127.0.0.1:8000/ws/realtime`. */
  readonly streamUrl: string;
  /** Where phones on the local network find it, such as `https://192.168.1.2:8443`. */
  readonly lanUrl: string | undefined;
  /** What operators who are not on this machine must say: as given, or made at this start. */
  readonly adminToken: string;
  /** The live sessions. */
  readonly registry: SessionRegistry;
  /** Ends all sessions, tells their clients to come back, and closes the port. */
  stop(): Promise<void>;
}

/** The subprotocol that names this contract. */
const SUBPROTOCOL = 'stepstream.v1';
/** A push holds seconds of several sensors, in many words: it may be longer than a frame. */
const PUSH_FACTOR = 4;
/** Stands for the host in addresses whose host does not matter. */
const LOCAL = 'http://localhost';
/** How long clients get to read their last answers and the close, in ms, when the server stops. */
const CLOSE_GRACE = 2000;

/**
 * Starts a server.
 *
 * ```ts
 * const server = startServer({ port: 0 });
 * console.log(server.streamUrl);
 * await server.stop();
 * ```
 *
 * @throws {ModelError} when no model is given, and the package's own can't be loaded
 * @throws {ListenError} when an address can't be listened on; its `code` says why (`EADDRINUSE`)
 */
export function startServer(options: ServerOptions = {}): StepstreamServer {
  const config = { ...DEFAULT_CONFIG, ...options };
  const model = options.model ?? loadModel(DEFAULT_CONFIG.model);
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? createLogger(config.logLevel);
  const startedAt = clock.monotonic();
  const onError = (error: unknown) => logger.error({ err: error }, 'unexpected error');

  const registry = new SessionRegistry({
    clock,
    model,
    timeoutSeconds: config.sessionTimeout,
    maxSessions: config.maxSessions,
    maxRate: config.maxRate,
    resume: { windowSeconds: config.resumeWindow, most: config.maxDetached },
    onEnd: (session, reason) => logEnd(logger, session, reason),
  });
  const uptime = () => Math.round(clock.monotonic() - startedAt) / 1000;
  const adminToken = config.adminToken || createAdminToken();
  const access = createAccess(adminToken, config.allowedOrigins);
  const hub = new LiveHub({ registry, clock, uptime });
  const page = createConsolePage({
    access,
    model,
    lanUrl: () => doors.lanUrl,
    selfSigned: options.network?.selfSigned ?? false,
    secure: options.tls !== undefined,
  });
  const maxBytes = PUSH_FACTOR * config.maxFrameBytes;
  const rest = createRestApp({
    registry,
    access,
    uptime,
    now: () => clock.now(),
    onError,
    page,
    more: [createDocumentRoutes(), createIngestRoutes({ registry, clock, onError, maxBytes })],
  });

  const handlers: ListenerHandlers = {
    websocket: bySocketKind(
      createStreamHandlers({
        registry,
        clock,
        maxFrameBytes: config.maxFrameBytes,
        onFull: () => logger.warn({ limit: config.maxSessions }, 'no room for another session'),
        onError,
      }),
      createLiveHandlers({ hub, clock, isToken: access.isToken }),
    ),
    fetch(request, bun) {
      const url = pathOf(request);
      const peer = bun.requestIP(request)?.address;
      const caller = { headers: request.headers, peer };
      const isLive = url.pathname === LIVE_PATH;
      const route = matchStream(url);
      if (route.kind === 'elsewhere' && !isLive)
        return rest.fetch(new Request(url, request), { peer });
      if (!access.originAllowed(caller)) return problem('origin_not_allowed');
      if (route.kind === 'invalid_user') return problem('invalid_user');
      const upgraded = bun.upgrade(request, {
        data:
          route.kind === 'stream'
            ? newSocketData(route.userId, readResume(url.search))
            : { kind: 'live', trusted: access.isOperator(caller) },
        headers: subprotocolHeaders(request),
      });
      return upgraded ? undefined : problem('websocket_only', { upgrade: 'websocket' });
    },
    error(error) {
      onError(error);
      return problem('internal_error');
    },
  };
  const { tls, network } = options;
  const doors = openListeners(handlers, { host: config.host, port: config.port, tls, network });

  const secure = tls ? 's' : '';
  return {
    url: `http${secure}://${doors.authority}`,
    streamUrl: `ws${secure}://${doors.authority}${STREAM_PATH}`,
    lanUrl: doors.lanUrl,
    adminToken,
    registry,
    async stop() {
      registry.endAll('server_closed');
      hub.close();
      const patience = performance.now() + CLOSE_GRACE;
      while (doors.pendingWebSockets() > 0 && performance.now() < patience) await Bun.sleep(5);
      await doors.close();
    },
  };
}

/** A client that offers our subprotocol must hear it chosen, or a browser gives up. */
function subprotocolHeaders(request: Request): Record<string, string> {
  const offered = request.headers.get('sec-websocket-protocol')?.split(/\s*,\s*/) ?? [];
  return offered.includes(SUBPROTOCOL) ? { 'sec-websocket-protocol': SUBPROTOCOL } : {};
}

/**
 * The address that a request asks for. The host in it is whatever a client claims, or nothing at all
 * (HTTP/1.0), and nobody here needs it.
 */
function pathOf(request: Request): URL {
  const { url } = request;
  const path = /^[a-z]+:\/\/[^/?]*/i.exec(url)?.[0].length ?? 0;
  return URL.parse(`${LOCAL}${url.slice(path)}`) ?? new URL(LOCAL);
}

/** CloseReasons that an operator should look at, among the many that are everyday life. */
const REMARKABLE: ReadonlySet<EndReason> = new Set(['unreadable', 'slow_reader', 'rate_limited']);

function logEnd(logger: Logger, session: Session, reason: EndReason): void {
  const { id, userId, requests, steps, duration } = session;
  const level = REMARKABLE.has(reason) ? 'warn' : 'info';
  logger[level]({ session: id, user: userId, reason, requests, steps, duration }, 'session ended');
}
