import type { RedisClient } from './create-redis.ts';

/**
 * Makes the first connection of a client. Later errors of it are not told: each command tells of its own.
 *
 * @throws the first error that there was, also where the client went on: it takes a database that is not there for the
 *   first one
 */
export async function connectOnce(client: RedisClient): Promise<void> {
  let first: unknown;
  client.on('error', (error) => {
    first ??= error;
  });
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => {});
  // The client of a Redis Cluster that is not well ends, and its `connect` never settles.
  client.once('end', () => reject(new Error('CLUSTERDOWN it does not serve all keys now')));
  try {
    await Promise.race([client.connect(), ended]);
    if (first) throw first;
  } catch (error) {
    client.disconnect();
    throw nodeErrorOf(first ?? error);
  }
}

/** What is wrong with a Redis Cluster none of whose servers can be used: what the last of them said. */
function nodeErrorOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('lastNodeError' in error)) return error;
  return error.lastNodeError ?? error;
}
