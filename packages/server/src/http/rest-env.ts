import type { Context } from 'hono';
import type { AccessConnection } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import type { Actor } from '../auth/operator.ts';

/** The connection that a request came on. */
export interface RequestConnection extends AccessConnection {
  /** Whether it is encrypted. */
  readonly isSecure?: boolean | undefined;
  /** What it is called, in logs and answers. */
  readonly requestId?: string | undefined;
  /** The request as it came, whose body has not been read. Absent where the request is handed over as it is. */
  readonly original?: Request | undefined;
  /** Sets for how long it may be silent, in seconds; 0 for as long as it likes. */
  idleTimeout?(seconds: number): void;
}

/** What accompanies a request. */
export interface RestEnv {
  readonly Bindings: RequestConnection;
  readonly Variables: {
    /** Who asks, on routes that not everybody may use. */
    readonly actor: Actor;
  };
}

/** The connection that a request came on. A test may call the app without one. */
export function connectionOf(c: Context<RestEnv>): RequestConnection {
  return (c.env as RequestConnection | undefined) ?? {};
}

/** Who makes a request. */
export function callerOf(c: Context<RestEnv>): Caller {
  return { headers: c.req.raw.headers, peer: connectionOf(c).peer };
}
