import { type Context, Hono } from 'hono';
import type { Access } from '../auth/access.ts';
import { hostOf, saysHttps } from '../auth/caller.ts';
import { type Audit, audited, NO_AUDIT } from '../http/audited.ts';
import { operatorsOnly } from '../http/operators-only.ts';
import { callerOf, connectionOf, type RestEnv } from '../http/rest-env.ts';

/** What remembering an operator needs. */
export interface ConsoleSessionContext {
  readonly access: Access;
  readonly audit?: Audit;
  /** The path under which proxies publish the server, such as `/app`. Default: none. */
  readonly basePath?: string;
  /** Where proxies publish it. Default: nowhere. */
  readonly publicUrl?: string;
}

/** Where the console says its token once, and asks whether it has. */
export const CONSOLE_SESSION_PATH = '/console/session';

/** `/console/session`: a browser that has said the token is known by a cookie from then on. */
export function createConsoleSession(context: ConsoleSessionContext): Hono<RestEnv> {
  const { access, audit = NO_AUDIT, basePath = '' } = context;
  const { cookie } = access;
  const setCookie = (c: Context<RestEnv>, value: string, seconds: number) => {
    const secure = isSecure(c, context.publicUrl) ? '; Secure' : '';
    const scope = `Path=${basePath || '/'}; HttpOnly; SameSite=Strict${secure}`;
    c.header('set-cookie', `${cookie.name}=${value}; Max-Age=${seconds}; ${scope}`);
  };
  const routes = new Hono<RestEnv>();
  routes.use(CONSOLE_SESSION_PATH, (c, next) => {
    c.header('cache-control', 'no-store');
    return next();
  });
  // Who has a cookie of somebody who is an operator no more must be able to let go of it.
  routes.delete(CONSOLE_SESSION_PATH, (c) => {
    setCookie(c, '', 0);
    return c.body(null, 204);
  });
  // A page that asks is no offence, and browsers complain of refusals.
  routes.get(CONSOLE_SESSION_PATH, async (c) => {
    const judged = await access.judge(c.req.raw, connectionOf(c), { scope: 'admin' });
    return c.json({ operator: !('refusal' in judged) });
  });
  const signIn = audited(audit, 'console.sign_in');
  routes.post(CONSOLE_SESSION_PATH, operatorsOnly(access), signIn, (c) => {
    const actor = c.get('actor');
    // A cookie does not make another one, or it would never end.
    if (actor.by === 'admin_token' || actor.by === 'token') {
      const { value, seconds } = cookie.issue(actor);
      setCookie(c, value, seconds);
    }
    return c.body(null, 204);
  });
  return routes;
}

/** Whether the browser's own connection is encrypted, which may end at a proxy. */
function isSecure(c: Context<RestEnv>, publicUrl = ''): boolean {
  if (connectionOf(c).isSecure || saysHttps(c.req.raw.headers)) return true;
  const url = URL.parse(publicUrl);
  return url?.protocol === 'https:' && url.host === hostOf(callerOf(c))?.host;
}
