import type { Metric } from './metric.ts';

/** A server's place in a cluster, as far as it is watched. */
export interface WatchedCluster {
  readonly health: { readonly state: 'healthy' | 'away' };
}

/** Whether a server reaches what it shares with others; nothing where it is on its own. */
export function clusterMetrics(cluster: WatchedCluster | undefined): Metric[] {
  return [
    {
      name: 'stepstream_cluster_up',
      help: '1 where the Redis of the cluster answers, 0 where it is away; absent where there is no cluster.',
      type: 'gauge',
      aggregator: 'min',
      read: () => cluster && Number(cluster.health.state === 'healthy'),
    },
  ];
}
