import { type ClusterLink, type Config, openCluster, type Store, StoreError } from '../index.ts';
import { type SettingPlace, withPlace } from './open-store.ts';
import { UsageError } from './terminal/usage-error.ts';

/** What names no cluster, where the store would be one. */
const NONE = 'none';

/** The Redis through which a server acts as one with others; undefined for a server that is alone. */
export function clusterPlace({
  cluster,
  store,
}: Pick<Config, 'cluster' | 'store'>): string | undefined {
  const place = cluster || (/^rediss?(\+(sentinel|cluster))?:/.test(store) ? store : NONE);
  return place === NONE ? undefined : place;
}

/**
 * Connects to the Redis through which this server acts as one with others: the one that is named, or else that of the
 * store.
 *
 * @returns undefined for a server that is alone
 * @throws {UsageError} when it can't be used; the message is one line that says what to do
 */
export async function openClusterOf(
  config: Pick<Config, 'cluster' | 'store'>,
  store: Pick<Store, 'isShared'>,
  where: SettingPlace,
): Promise<ClusterLink | undefined> {
  const place = clusterPlace(config);
  if (place === undefined) return undefined;
  if (!store.isShared) {
    throw new UsageError(
      `${where('cluster')}: servers of a cluster keep sessions in one place; name it with --store redis://… or postgres://…`,
    );
  }
  try {
    return await openCluster(place);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new UsageError(withPlace(error, where(config.cluster ? 'cluster' : 'store')));
  }
}
