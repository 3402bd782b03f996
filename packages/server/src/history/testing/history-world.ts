import { CLASSIC } from '@stepstream/detector';
import { createAccess } from '../../auth/access.ts';
import type { RestEnv } from '../../http/rest-env.ts';
import { createSessions, SessionRegistry } from '../../session/index.ts';
import { RecordingConnection } from '../../session/testing/recording-connection.ts';
import { bufferWorld } from '../../store/testing/buffer-world.ts';
import { UserHistory } from '../user-history.ts';
import { createUserRoutes } from '../user-routes.ts';

export const TOKEN = 'sixteen-letters.';

/** The routes of users over a buffer and a store in memory, with a clock that stands at 22:13:20 UTC. */
export async function historyWorld(peer = '127.0.0.1') {
  const world = await bufferWorld();
  const { store, buffer, clock } = world;
  const registry = new SessionRegistry({ clock, model: CLASSIC, timeoutSeconds: 300 });
  const sessions = createSessions(registry);
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const history = new UserHistory({
    ...{ store, buffer, saveUser() {} },
    endUser: (userId) => sessions.endUser(userId),
  });
  const access = createAccess({ adminToken: TOKEN, admin: 'open' });
  const routes = createUserRoutes({ history, access, clock, onError });
  const request = async (path: string, init: RequestInit = {}) =>
    await routes.request(path, init, { peer } satisfies RestEnv['Bindings']);
  return {
    ...world,
    registry,
    history,
    errors,
    request,
    begin(userId: string) {
      const connection = new RecordingConnection();
      return { connection, session: registry.begin(connection, userId) };
    },
    /** Counts steps of a user, which wait to be written. */
    walk(minute: number, count: number, userId = 'ann', sessionId = crypto.randomUUID()) {
      buffer.record({ userId, sessionId, minute, count });
    },
    async call(path: string, init?: RequestInit) {
      const response = await request(path, init);
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}
