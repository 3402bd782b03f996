import type { Session, SessionKeeper } from '../session/index.ts';
import type { ClusterRecall } from './cluster-recall.ts';
import type { Ownership } from './ownership.ts';

/** What a keeper of a cluster needs. */
export interface ClusterKeeperParts {
  readonly ownership: Ownership;
  readonly recall: ClusterRecall;
  /** Since when a session that was taken over is its user's; undefined for any other. */
  since(session: Session): number | undefined;
}

/** Keeps sessions as `inner` does, and has the cluster know whose they are. */
export function clusterKeeper(
  inner: SessionKeeper,
  { ownership, recall, since }: ClusterKeeperParts,
): SessionKeeper {
  return {
    intervalSeconds: inner.intervalSeconds,
    isShared: true,
    attached: (session, connection) => {
      inner.attached(session, connection);
      ownership.attached(session, since(session));
    },
    detached: (session, seconds) => inner.detached(session, seconds),
    keep: (session) => {
      const isKept = inner.keep(session);
      // Until it is written, whoever wants it asks this server.
      if (isKept) void inner.settled().then(() => ownership.released(session));
      return isKept;
    },
    stopped: (session) => {
      inner.stopped(session);
      void inner.settled().then(() => ownership.stopped(session));
    },
    ended: (session) => {
      inner.ended(session);
      // Until it is written, whoever wants it asks this server, and is not given what is still saved of it.
      void inner.settled().then(() => ownership.ended(session));
    },
    settled: () => inner.settled(),
    recall: (token, context, isWanted, held) => recall.recall(token, context, isWanted, held),
    surrendered: (session) => {
      inner.surrendered(session);
      ownership.lost(session);
    },
  };
}
