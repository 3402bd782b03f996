import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HAS_POSTGRES, startPostgres } from '@stepstream/testing/postgres-server';
import { HAS_REDIS, startRedis } from '@stepstream/testing/redis-server';

/** Where a store of a bench is. */
export interface Place {
  readonly url: string;
  remove(): Promise<void>;
}

/** Makes a place of each kind; undefined where its server is not installed. */
export const PLACES: Readonly<Record<string, () => Promise<Place | undefined>>> = {
  memory: async () => ({ url: 'memory', remove: async () => {} }),
  async sqlite() {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-bench-'));
    const remove = () => rm(folder, { recursive: true });
    return { url: `sqlite:${join(folder, 'store.db')}`, remove };
  },
  async postgres() {
    if (!HAS_POSTGRES) return undefined;
    const server = await startPostgres({ isDurable: true });
    return { url: server.url(), remove: () => server.remove() };
  },
  async redis() {
    if (!HAS_REDIS) return undefined;
    const server = await startRedis();
    return { url: server.url(), remove: () => server.remove() };
  },
};
