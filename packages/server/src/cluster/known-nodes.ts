import type { NodeRow, NodesMessage } from '@stepstream/protocol';
import { nodeName } from '../live/rows-elsewhere.ts';
import type { ClusterHealth, KnownNode, NodeCounts } from './node-counts.ts';

/** A server that is gone is shown for so long all the same, in milliseconds. */
const MAX_GONE_MS = 10 * 60_000;
/** Of those that are gone at most so many are shown: servers come under new ids with each start. */
const MAX_GONE = 20;

/** The servers of a cluster as operators see them: those that are there, and those that are gone since lately. */
export class KnownNodes {
  readonly #seen = new Map<string, NodeRow>();

  /**
   * Looks again.
   *
   * @param others what the others have told last
   * @param nowMs Unix time in milliseconds
   */
  update(
    here: KnownNode,
    others: readonly KnownNode[],
    health: ClusterHealth,
    nowMs: number,
  ): Omit<NodesMessage, 'type'> {
    const isAlone = health.state === 'away';
    // While Redis does not answer nobody is heard, which says nothing of the others.
    if (!isAlone) {
      for (const [id, row] of this.#seen) {
        if (row.state !== 'gone') this.#seen.set(id, { ...row, state: 'gone', sessions: 0 });
      }
      for (const node of others) this.#seen.set(node.id, rowOf(node, nowMs, false));
    }
    this.#forgetOld(nowMs);
    const rows = [...this.#seen.values()].toSorted(byNameAndPresence);
    return {
      nodes: [rowOf(here, nowMs, true), ...rows],
      alone_since: isAlone ? health.since / 1000 : null,
    };
  }

  #forgetOld(nowMs: number): void {
    const gone = [...this.#seen]
      .filter(([, { state }]) => state === 'gone')
      .toSorted(([, a], [, b]) => b.heard_at - a.heard_at);
    gone.forEach(([id, { heard_at }], i) => {
      if (i >= MAX_GONE || nowMs - 1000 * heard_at > MAX_GONE_MS) this.#seen.delete(id);
    });
  }
}

function rowOf({ id, ...counts }: KnownNode, nowMs: number, isHere: boolean): NodeRow {
  const { sessions, requests, name, isDraining, startedAt }: NodeCounts = counts;
  return {
    id: nodeName(id),
    name: name ?? null,
    state: isDraining ? 'draining' : 'ready',
    sessions,
    requests,
    started_at: startedAt ?? null,
    heard_at: nowMs / 1000,
    is_here: isHere,
  };
}

/** Those that are there first, by name. */
function byNameAndPresence(a: NodeRow, b: NodeRow): number {
  const isGone = (row: NodeRow) => Number(row.state === 'gone');
  return isGone(a) - isGone(b) || (a.name ?? a.id).localeCompare(b.name ?? b.id);
}
