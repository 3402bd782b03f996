import type { Context } from 'hono';
import type { Caller } from '../auth/caller.ts';

/** What comes with a request beside itself. */
export interface RestEnv {
  readonly Bindings: {
    /** Address of the other end of the connection. */
    readonly peer?: string | undefined;
  };
}

/** Who asks. */
export function callerOf(c: Context<RestEnv>): Caller {
  // There are no bindings where a test asks the app itself.
  return { headers: c.req.raw.headers, peer: (c.env as RestEnv['Bindings'] | undefined)?.peer };
}
