import type { Context } from 'hono';
import type { Caller } from '../auth/caller.ts';

/** What accompanies a request. */
export interface RestEnv {
  readonly Bindings: {
    /** Address of the other end of the connection. */
    readonly peer?: string | undefined;
  };
}

/** Who makes a request. */
export function callerOf(c: Context<RestEnv>): Caller {
  // A test may call the app without bindings.
  return { headers: c.req.raw.headers, peer: (c.env as RestEnv['Bindings'] | undefined)?.peer };
}
