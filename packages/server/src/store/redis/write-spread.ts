import type { CheckedBatch } from '../check.ts';
import {
  compareCheckpoint,
  compareEnd,
  keepCheckpoint,
  keepEnd,
  keepSession,
} from './checkpoints.ts';
import type { RedisConnection } from './connection.ts';
import type { Keys } from './keys.ts';
import { keepMinutes } from './minutes.ts';
import type { Operation } from './write-script.ts';

/**
 * Writes a batch to a Redis Cluster, where no script reaches two users or two sessions: all that belongs to one of them
 * at once, and what is of many side by side.
 *
 * As between two stores (`combine-stores.ts`), minutes come first, without those of sessions that others have gone on
 * with, and checkpoints last: whatever fails half-way leaves the older checkpoint, whose session counts the same frames
 * again and comes to the same counts.
 *
 * @returns the sessions of which something newer is there
 */
export async function writeSpread(
  db: RedisConnection,
  keys: Keys,
  { checkpoints, minutes, removals }: CheckedBatch,
): Promise<string[]> {
  const states = [
    ...checkpoints.map((checkpoint) => ({
      sessionId: checkpoint.sessionId,
      compare: compareCheckpoint(keys, checkpoint),
      keep: [keepCheckpoint(keys, checkpoint)],
    })),
    ...removals.map((end) => {
      const compare = compareEnd(keys, end);
      return { sessionId: end.sessionId, compare, keep: [compare, keepEnd(keys, end)] };
    }),
  ];
  const namesOf = (all: typeof states, isNewer: readonly boolean[]) =>
    all.filter((_, i) => isNewer[i]).map(({ sessionId }) => sessionId);

  const counted = new Set(minutes.map(({ sessionId }) => sessionId));
  const counting = states.filter(({ sessionId }) => counted.has(sessionId));
  const compared = await db.writeGroups(counting.map(({ compare }) => [compare]));
  const older = new Set(namesOf(counting, compared));
  const kept = minutes.filter(({ sessionId }) => !older.has(sessionId));
  await nameUsers(db, keys, new Set(kept.map(({ userId }) => userId)));
  const ofUsers = [
    ...checkpoints.flatMap((checkpoint) => keepSession(keys, checkpoint)),
    ...keepMinutes(keys, kept).filter(({ key }) => key !== keys.users),
  ];
  await db.writeGroups(byHashTag(ofUsers));
  return namesOf(states, await db.writeGroups(states.map(({ keep }) => keep)));
}

/** Names users before their minutes are there, so that none is there without a name. */
async function nameUsers(db: RedisConnection, keys: Keys, users: ReadonlySet<string>) {
  if (users.size === 0) return;
  const members = [...users].flatMap((user) => [0, user]);
  await db.ask((client) => client.zadd(keys.users, ...members));
}

function byHashTag(operations: readonly Operation[]): Operation[][] {
  const tagOf = ({ key }: Operation) => key.slice(0, key.indexOf('}'));
  return [...Map.groupBy(operations, tagOf).values()];
}
