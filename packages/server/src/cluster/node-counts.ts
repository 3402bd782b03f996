import { z } from 'zod';

/** What a server tells of itself. */
const NodeCounts = z.object({
  sessions: z.int().nonnegative(),
  requests: z.int().nonnegative(),
  /** For people, who have never seen its id. Servers of an earlier version tell none of the following. */
  name: z.string().max(256).optional(),
  isDraining: z.boolean().optional(),
  /** Unix time in seconds. */
  startedAt: z.number().optional(),
});
export type NodeCounts = z.infer<typeof NodeCounts>;

/** A server, and what it has told last. */
export interface KnownNode extends NodeCounts {
  readonly id: string;
}

/** Whether the Redis of the cluster answers. */
export type ClusterHealth =
  | { readonly state: 'healthy' }
  /** Since when it does not, in Unix milliseconds. */
  | { readonly state: 'away'; readonly since: number };

/** Reads what a server tells; undefined where it is nothing that this version knows. */
export function readCounts(text: string): NodeCounts | undefined {
  try {
    return NodeCounts.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
