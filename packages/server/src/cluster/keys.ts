/**
 * The keys and channels of a cluster. What is in braces decides where Redis Cluster keeps a key: what one script
 * changes lies together, and sessions and users are spread.
 */
export interface ClusterKeys {
  /** Who owns a session: a hash of its server and its epoch. */
  owner(sessionId: string): string;
  /** A user's one session: a hash of the session, its server, and since when. */
  user(userId: string): string;
  /** Whether somebody watches a user; see `UserFollowers`. */
  watched(userId: string): string;
  /** What the viewers of a server are told of others. */
  liveChannel(node: string): string;
  /** What is told of a user who is watched. */
  userChannel(userId: string): string;
  /** The servers that live, by the time at which they are taken for dead. */
  readonly nodes: string;
  /** What a server tells of itself. */
  readonly nodePrefix: string;
  /** What is said to one server, and to all. */
  nodeChannel(node: string): string;
  readonly allChannel: string;
}

/** @param prefix what tells them from those of other programs, and of other clusters */
export function clusterKeys(prefix: string): ClusterKeys {
  const ofUser = (userId: string) => `${prefix}:{user:${encodeURIComponent(userId)}}`;
  return {
    owner: (sessionId) => `${prefix}:{session:${sessionId}}:owner`,
    user: (userId) => `${ofUser(userId)}:session`,
    watched: (userId) => `${ofUser(userId)}:watched`,
    userChannel: (userId) => `${prefix}:user:${encodeURIComponent(userId)}`,
    liveChannel: (node) => `${prefix}:live:${node}`,
    nodes: `${prefix}:{nodes}:live`,
    nodePrefix: `${prefix}:{nodes}:node:`,
    nodeChannel: (node) => `${prefix}:to:${node}`,
    allChannel: `${prefix}:to-all`,
  };
}
