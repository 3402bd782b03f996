import type { Offer } from '../auth/operator.ts';
import type { Config } from '../config.ts';
import { DEFAULT_CONFIG } from '../config.ts';
import type { BunServer } from '../engine/bun-transport.ts';
import { createStepstream } from '../engine/create-stepstream.ts';
import type { DrainOptions } from '../engine/drain.ts';
import { enginePartsOf } from '../engine/engine-parts.ts';
import type { StepstreamOptions } from '../engine/options.ts';
import type { Stepstream } from '../engine/stepstream.ts';
import { problem } from '../http/problem.ts';
import { addSecurityHeaders } from '../http/security-headers.ts';
import { maxOpenFiles, sessionsWithin } from '../limits/open-files.ts';
import type { SessionRegistry } from '../session/index.ts';
import { adminMode } from './admin-mode.ts';
import type { KeyPair } from './key-pair.ts';
import { type NetworkOptions, openListeners } from './listeners.ts';

/** What a server can be told; all of it has a default. */
export type ServerOptions = Omit<StepstreamOptions, 'openMetrics' | 'page'> &
  Partial<Pick<Config, 'adminHost' | 'adminPort' | 'host' | 'port'>> & {
    /** Certificate to serve HTTPS with. Default: plain HTTP. */
    readonly tls?: KeyPair;
    /** Whether other processes may listen at the same addresses. Default: no. */
    readonly sharesPort?: boolean;
    /** Also listens on all addresses, over HTTPS. Default: does not. */
    readonly network?: NetworkOptions;
  };

/** A running server. */
export interface StepstreamServer {
  /** Where it answers, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Where clients stream to, such as `ws://127.0.0.1:8000/ws/realtime`. */
  readonly streamUrl: string;
  /** Where phones on the local network find it, such as `https://192.168.1.2:8443`. */
  readonly lanUrl: string | undefined;
  /** Where operators find the console and their calls: a port of their own, or the same. */
  readonly adminUrl: string;
  /** What operators must say: as given, or made at this start. */
  readonly adminToken: string;
  /** Whether programs on this machine are operators without it. */
  readonly admin: 'open' | 'token';
  /** The engine behind its ports. */
  readonly engine: Stepstream;
  /** The live sessions. */
  readonly registry: SessionRegistry;
  /**
   * Meets whoever connects from now on with another certificate. Who is connected stays so, and the ports stay open.
   *
   * @throws {TlsError} when there is none to replace, or this one can't be used; the one before stays
   * @throws {ListenError} when another program took the port in that moment; nobody can connect any more then
   */
  useCertificate(certificate: KeyPair): void;
  /** Leaves the ports that it shares to the other processes there. Who is connected to this one stays so. */
  leaveSharedPorts(): void;
  /** Lets go of all clients; see `Stepstream.drain`. Then stop. */
  drain(options?: DrainOptions): Promise<void>;
  /** What the store has not taken yet: checkpoints of sessions, and minutes of the history. */
  readonly unsaved: { readonly sessions: number; readonly minutes: number };
  /** Ends all sessions, tells their clients to come back, and closes the ports. */
  stop(): Promise<void>;
}

/** How long clients get to read their last answers and the close, when the server stops. */
const CLOSE_TIMEOUT_MS = 2000;
/** How often it looks whether they have. */
const CLOSE_CHECK_MS = 5;

/**
 * Starts a server: an engine, and the ports that it answers on. Needs Bun.
 *
 * ```ts
 * const server = startServer({ port: 0 });
 * console.log(server.streamUrl);
 * await server.stop();
 * ```
 *
 * @throws {ModelError} when no model is given, and the package's own can't be loaded
 * @throws {ConfigError} when a setting can't be used, or not with another
 * @throws {ListenError} when an address can't be listened on; its `code` says why (`EADDRINUSE`)
 */
export function startServer(options: ServerOptions = {}): StepstreamServer {
  const { tls, network, host = DEFAULT_CONFIG.host, port = DEFAULT_CONFIG.port } = options;
  const { adminPort = DEFAULT_CONFIG.adminPort, adminHost = DEFAULT_CONFIG.adminHost } = options;
  const admin = adminMode(options.admin ?? '', {
    host,
    auth: options.auth ?? 'none',
    publicUrl: options.publicUrl ?? '',
    trustProxy: options.trustProxy ?? 0,
    basePath: options.basePath ?? '',
    hasMorePorts: network !== undefined || adminPort !== 'none',
    sharesStore: options.store?.isShared ?? false,
  });
  const engine = createStepstream({
    ...options,
    maxSessions: sessionsWithin(options.maxSessions ?? DEFAULT_CONFIG.maxSessions, maxOpenFiles()),
    admin,
    openMetrics: adminPort !== 'none',
    page: {
      lanUrl: () => listeners.lanUrl,
      selfSigned: network?.selfSigned ?? false,
      secure: tls !== undefined,
    },
  });
  const handlersFor = (offer: Offer) => ({
    fetch: (request: Request, server: BunServer) => engine.fetch(request, server, offer),
    websocket: engine.websocket,
    error(error: Error) {
      engine.report(error);
      return addSecurityHeaders(problem('internal_error'));
    },
  });
  const listeners = openListeners(handlersFor, {
    ...{ host, port, tls, network, isShared: options.sharesPort ?? false },
    admin: adminPort === 'none' ? undefined : { host: adminHost, port: adminPort },
  });

  const secure = tls ? 's' : '';
  const { basePath, durability, registry, streamPath } = enginePartsOf(engine);
  return {
    url: `http${secure}://${listeners.authority}`,
    streamUrl: `ws${secure}://${listeners.authority}${basePath}${streamPath}`,
    lanUrl: listeners.lanUrl,
    adminUrl: `http${secure}://${listeners.adminAuthority ?? listeners.authority}`,
    adminToken: engine.adminToken,
    admin,
    engine,
    registry,
    useCertificate: listeners.useCertificate,
    leaveSharedPorts: listeners.leaveShared,
    drain: engine.drain,
    get unsaved() {
      return durability.buffer.unsaved;
    },
    async stop() {
      await engine.close();
      const end = performance.now() + CLOSE_TIMEOUT_MS;
      while (listeners.pendingWebSockets() > 0 && performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, CLOSE_CHECK_MS));
      }
      await listeners.close();
    },
  };
}
