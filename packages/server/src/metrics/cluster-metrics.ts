import type { Metric } from './metric.ts';

/** A server's place in a cluster, as far as it is watched. */
export interface WatchedCluster {
  readonly health: { readonly state: 'healthy' | 'away' };
  readonly answerSeconds: number;
  readonly size: number;
}

/** Whether a server reaches what it shares with others; nothing where it is on its own. */
export function clusterMetrics(cluster: WatchedCluster | undefined): Metric[] {
  return [
    {
      name: 'stepstream_cluster_up',
      help: '1 if the Redis of the cluster answers, 0 if not; absent without a cluster.',
      type: 'gauge',
      aggregator: 'min',
      read: () => cluster && Number(cluster.health.state === 'healthy'),
    },
    {
      name: 'stepstream_cluster_answer_seconds',
      help: 'How long that Redis took for its last answer; it is asked once a second.',
      type: 'gauge',
      aggregator: 'max',
      read: () => cluster?.answerSeconds,
    },
    {
      name: 'stepstream_cluster_servers',
      help: 'Servers of the cluster that this one has heard from lately, including itself.',
      type: 'gauge',
      aggregator: 'max',
      read: () => cluster?.size,
    },
  ];
}
