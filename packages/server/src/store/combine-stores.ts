import type { HistoryStore, SessionMinute, SessionStore, Store, StoreBatch } from './store.ts';

/**
 * One store of two: sessions in the first, history in the second.
 *
 * A batch is no transaction then. Minutes are written first, so a crash between the two leaves the older
 * checkpoint, whose session counts the same frames again and comes to the same counts. Where other servers keep
 * sessions there, too, it is asked before with which of them another one has gone on; minutes of those are left out.
 */
export function combineStores(sessions: Store, history: Store): Store {
  return {
    name: `${sessions.name} and ${history.name}`,
    outlivesProcess: sessions.outlivesProcess,
    isShared: sessions.isShared,
    parts: [sessions, history],
    ...sessionsOf(sessions),
    ...historyOf(history),
    async saveAll({ checkpoints = [], minutes = [], removals = [] }) {
      const counted = await notOutrun(sessions, { checkpoints, minutes, removals });
      if (counted.length > 0) await history.record(counted);
      return await sessions.saveAll({ checkpoints, removals });
    },
    async forget(userId) {
      await history.forget(userId);
      await sessions.forget(userId);
    },
    async close() {
      const results = await Promise.allSettled([sessions.close(), history.close()]);
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    },
  };
}

/** The minutes of a batch without those of sessions of which the store has something newer. */
async function notOutrun(
  store: Store,
  { checkpoints, minutes, removals }: Required<StoreBatch>,
): Promise<readonly SessionMinute[]> {
  if (!store.isShared || minutes.length === 0) return minutes;
  const counted = new Set(minutes.map(({ sessionId }) => sessionId));
  const older = new Set(
    await store.outrun({
      checkpoints: checkpoints.filter(({ sessionId }) => counted.has(sessionId)),
      removals: removals.filter(({ sessionId }) => counted.has(sessionId)),
    }),
  );
  return minutes.filter(({ sessionId }) => !older.has(sessionId));
}

function sessionsOf(store: SessionStore): SessionStore {
  return {
    save: (checkpoints) => store.save(checkpoints),
    outrun: (states) => store.outrun(states),
    load: (sessionId) => store.load(sessionId),
    take: (sessionId, epoch) => store.take(sessionId, epoch),
    loadByUser: (userId) => store.loadByUser(userId),
    remove: (ends) => store.remove(ends),
    expire: (now) => store.expire(now),
  };
}

function historyOf(store: HistoryStore): HistoryStore {
  return {
    record: (minutes) => store.record(minutes),
    minutes: (userId, range, pageSize) => store.minutes(userId, range, pageSize),
    sums: (userId, boundaries) => store.sums(userId, boundaries),
    total: (userId) => store.total(userId),
    users: (limit, after) => store.users(limit, after),
    forget: (userId) => store.forget(userId),
    prune: (before) => store.prune(before),
  };
}
