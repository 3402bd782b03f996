import type { ClusterLink } from './cluster-link.ts';

/**
 * Connects to the Redis through which servers act as one.
 *
 * ```ts
 * const clusterLink = await openCluster('redis://cache.example.org');
 * const store = await openStore('postgres://db.example.org/stepstream');
 * const engine = createStepstream({ store, clusterLink });
 * ```
 *
 * @param url as that of a store in Redis; servers of one cluster have the same, and its `?prefix=`
 * @throws {StoreError} where it can't be used; the message says what to do, and tells no password
 */
export async function openCluster(url: string): Promise<ClusterLink> {
  // Loaded only where it is used: its client takes some megabytes.
  const { ClusterLink } = await import('./cluster-link.ts');
  return await ClusterLink.open(url);
}
