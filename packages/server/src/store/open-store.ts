import { createMemoryStore } from './memory/memory-store.ts';
import type { Store } from './store.ts';
import { parseStoreUrl } from './store-url.ts';

/** How a store is opened. */
export interface OpenStoreOptions {
  /**
   * Whether a file is for this process's server alone; another one that asks for the same is refused. Servers and
   * databases are for all. Default: false.
   */
  readonly exclusive?: boolean;
  /** Whether a file is made where there is none. Default: true. */
  readonly create?: boolean;
  /** How long a server may take to answer, in milliseconds. Default: 30,000 for PostgreSQL, 10,000 for Redis. */
  readonly timeoutMs?: number;
}

/**
 * Opens a store, makes what it needs there, and brings it up to date.
 *
 * @param url as {@link parseStoreUrl} reads it
 * @throws {StoreError} when it can't be used; the message is one line that says what to do, and tells no password
 * @example
 * ```ts
 * const store = await openStore('sqlite:/var/lib/stepstream/stepstream.db', { exclusive: true });
 * ```
 */
export async function openStore(url: string, options: OpenStoreOptions = {}): Promise<Store> {
  const address = parseStoreUrl(url);
  const { exclusive = false, create = true, timeoutMs } = options;
  switch (address.kind) {
    case 'memory':
      return createMemoryStore();
    case 'sqlite': {
      const { openSqliteStore } = await import('./sqlite/sqlite-store.ts');
      return await openSqliteStore(address.path, { exclusive, create });
    }
    case 'postgres': {
      // Loaded only where they are used: a client takes some megabytes.
      const { openPostgresStore } = await import('./postgres/postgres-store.ts');
      const limits = timeoutMs === undefined ? {} : { queryTimeoutMs: timeoutMs };
      return await openPostgresStore(address.url, address.name, limits);
    }
    case 'redis': {
      const { openRedisStore } = await import('./redis/redis-store.ts');
      const limits = timeoutMs === undefined ? {} : { commandTimeoutMs: timeoutMs };
      return await openRedisStore(address, address.name, address.prefix, limits);
    }
  }
}
