import { afterAll, beforeAll } from 'bun:test';
import {
  HAS_POSTGRES,
  NEEDS_POSTGRES,
  type PostgresServer,
  startPostgres,
} from '@stepstream/testing/postgres-server';
import { describeStore } from '../testing/store-contract.ts';

let server: PostgresServer | undefined;
beforeAll(async () => {
  if (HAS_POSTGRES) server = await startPostgres();
});
afterAll(() => server?.remove());

let places = 0;
describeStore({
  name: 'PostgreSQL',
  skipped: NEEDS_POSTGRES,
  durable: true,
  runs: 20,
  async place() {
    const schema = `place_${places++}`;
    await server?.run(`CREATE SCHEMA ${schema}`);
    return `${server?.url()}?options=-csearch_path%3D${schema}`;
  },
  async damage(url, sessionId) {
    const schema = url.split('%3D').at(-1);
    await server?.run(
      `UPDATE ${schema}.stepstream_checkpoints SET payload = '\\x010204' WHERE session_id = '${sessionId}'`,
    );
  },
});
