import type { Offer } from '../auth/operator.ts';
import type { BunServer } from '../engine/bun-transport.ts';
import type { Stepstream } from '../engine/stepstream.ts';

/** What is needed of Hono's context: a shape, so that nobody needs Hono for it. */
interface HonoContext {
  readonly req: { readonly raw: Request };
  /** Under Bun: the server, which Hono hands on. */
  readonly env: unknown;
}

/**
 * A handler that mounts an engine in a Hono app under Bun.
 *
 * ```ts
 * const engine = createStepstream({ basePath: '/steps' });
 * app.all('/steps/*', toHono(engine));
 * Bun.serve({ fetch: app.fetch, websocket: engine.websocket });
 * ```
 *
 * @param options.offer what there is on this way into the engine. Default: everything
 */
export function toHono(
  engine: Stepstream,
  { offer }: { readonly offer?: Offer } = {},
): (context: HonoContext) => Promise<Response> {
  return async ({ req, env }) => {
    const response = await engine.fetch(req.raw, env as BunServer, offer);
    // Bun has taken the socket; what Hono gets goes nowhere.
    return response ?? new Response(null);
  };
}
