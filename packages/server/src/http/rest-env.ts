import type { Context } from 'hono';
import type { Caller } from '../auth/caller.ts';

/** The connection that a request came on. */
export interface RequestConnection {
  /** Address of the other end. */
  readonly peer?: string | undefined;
  /** Address of the client, behind proxies that are trusted; as limits count it. */
  readonly address?: string | undefined;
  /** Sets for how long it may be silent, in seconds; 0 for as long as it likes. */
  idleTimeout?(seconds: number): void;
}

/** What accompanies a request. */
export interface RestEnv {
  readonly Bindings: RequestConnection;
}

/** Who makes a request. */
export function callerOf(c: Context<RestEnv>): Caller {
  // A test may call the app without bindings.
  return { headers: c.req.raw.headers, peer: (c.env as RestEnv['Bindings'] | undefined)?.peer };
}
