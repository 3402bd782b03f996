import type { Offer } from '../auth/operator.ts';
import type { Identity, ListenOptions, Subscriptions } from '../hooks/index.ts';
import type { Sessions } from '../session/index.ts';
import type { BunServer, BunWebSocket } from './bun-transport.ts';
import type { DrainOptions } from './drain.ts';

/** Step detection for whoever has a server: HTTP, WebSockets, sessions, and hooks. */
export interface Stepstream {
  /**
   * Answers an HTTP request, as `Bun.serve` and other servers of web standards hand it over.
   *
   * @param request whatever it asks for
   * @param server Bun's server, which upgrades requests for WebSockets
   * @param offer what there is on this way into the server. Default: everything
   * @returns the response; undefined where the request has become a WebSocket
   */
  fetch(request: Request, server?: BunServer, offer?: Offer): Promise<Response | undefined>;
  /** The handlers of WebSockets for `Bun.serve`. Under Node, use `stepstream/node` instead. */
  readonly websocket: BunWebSocket;
  /** The sessions: see them, end them, begin one in this process. */
  readonly sessions: Sessions;
  /** What operators who are not on this machine must say: as given, or made at this start. */
  readonly adminToken: string;
  /**
   * Listens to a hook, until the returned function is called.
   *
   * ```ts
   * engine.on('step', (session, { total }) => console.log(session.userId, total));
   * ```
   */
  on<Name extends keyof Subscriptions>(
    name: Name,
    listener: Subscriptions[Name],
    options?: ListenOptions,
  ): () => void;
  /**
   * Tells who makes a request, by its token and by the listeners of `authenticate`, for whoever takes samples in by
   * ways of their own. False for somebody who may not, `unavailable` where it can't be told now.
   *
   * @param address of who makes it, for the log
   */
  authenticate(request: Request, address?: string): Promise<Identity | false | 'unavailable'>;
  /** Tells the listeners of `error` of a failure outside the engine, such as its server's. */
  report(error: unknown): void;
  /**
   * Lets go of all clients, because this process goes away. No session begins any more, and `/readyz` says so; after
   * `delay`, each client is saved, told when to come back, and disconnected (close 1012), at its own moment within
   * `spread`. HTTP is answered on. Asked again, it is the same draining; {@link close} cuts it short.
   *
   * @returns resolves when all are told
   */
  drain(options?: DrainOptions): Promise<void>;
  /**
   * Lets go of all sessions at once, tells their clients to come back, stops all timers, and closes the store.
   * Whoever has time calls {@link drain} before.
   */
  close(): Promise<void>;
}
