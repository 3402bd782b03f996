import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { problem } from '../http/problem.ts';
import { type IngestContext, PushSessions } from './push-sessions.ts';
import { readPush } from './read-push.ts';

/** Where the app Sensor Logger pushes to. */
export const SENSOR_LOGGER_PATH = '/ingest/sensor-logger';

/** Longest user name, in UTF-16 units, as for streams. */
const MAX_USER_ID_LENGTH = 256;

/** The routes for devices that push over HTTP instead of streaming. */
export function createIngestRoutes(context: IngestContext & { readonly maxBytes: number }): Hono {
  const sessions = new PushSessions(context);
  const routes = new Hono();
  const limit = bodyLimit({
    maxSize: context.maxBytes,
    onError: () =>
      problem('too_large', {}, { detail: `The body is longer than ${context.maxBytes} bytes` }),
  });

  routes.post(SENSOR_LOGGER_PATH, limit, async (c) => {
    const userId = c.req.query('user_id') || undefined;
    if (userId !== undefined && userId.length > MAX_USER_ID_LENGTH) return problem('invalid_user');
    let body: unknown;
    try {
      body = JSON.parse(await c.req.text());
    } catch {
      return problem('invalid_json');
    }
    const push = readPush(body);
    if ('detail' in push) return problem('invalid_value', {}, push);
    if (!sessions.hasRoom(push, userId)) return problem('server_full');
    const answer = sessions.receive(push, userId);
    return answer ? c.json(answer) : problem('session_ended');
  });
  routes.all(SENSOR_LOGGER_PATH, () => problem('method_not_allowed', { allow: 'POST' }));
  return routes;
}
