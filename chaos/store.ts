import { HAS_POSTGRES, NEEDS_POSTGRES, startPostgres } from '@stepstream/testing/postgres-server';
import { HAS_REDIS, NEEDS_REDIS, startRedis } from '@stepstream/testing/redis-server';

/** Kinds of stores that a server can be harmed with. */
export const STORE_KINDS = ['sqlite', 'postgres', 'redis'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

/** Where a server keeps its sessions and its history. */
export interface ChaosStore {
  /** Flags of `stepstream serve`. */
  readonly args: readonly string[];
  /** Ends it as a crash would, and starts it again after so many seconds. Undefined where it is a file. */
  readonly stopFor: ((seconds: number) => Promise<void>) | undefined;
  remove(): Promise<void>;
}

/**
 * Starts a store of this run's own.
 *
 * @throws {Error} when its program is not installed
 */
export async function startStore(kind: StoreKind): Promise<ChaosStore> {
  if (kind === 'sqlite') return { args: [], stopFor: undefined, remove: async () => {} };
  const [has, needs] =
    kind === 'postgres' ? [HAS_POSTGRES, NEEDS_POSTGRES] : [HAS_REDIS, NEEDS_REDIS];
  if (!has) throw new Error(`no such store here${needs}`);
  const server = kind === 'postgres' ? await startPostgres() : await startRedis();
  return {
    args: ['--store', server.url()],
    async stopFor(seconds) {
      await server.kill();
      await Bun.sleep(seconds * 1000);
      await server.start();
    },
    remove: () => server.remove(),
  };
}
