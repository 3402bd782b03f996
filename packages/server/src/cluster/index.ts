/** What several servers tell one another, so that they act as one. */
export type { ClusterLink } from './cluster-link.ts';
export { ClusterNode, type ClusterNodeOptions } from './cluster-node.ts';
export type { ClusterHealth } from './node-counts.ts';
export { openCluster } from './open-cluster.ts';
