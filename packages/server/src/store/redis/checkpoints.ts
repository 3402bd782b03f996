import type { ChainableCommander } from 'ioredis';
import {
  type Checkpoint,
  checksumOf,
  type LoadedCheckpoint,
  newestFirst,
  verify,
} from '../checkpoint.ts';
import type { RedisConnection } from './connection.ts';
import type { Keys } from './keys.ts';

/**
 * Adds the commands that keep a checkpoint; the first of them answers whether it was kept.
 *
 * @returns how many commands these are
 */
export function addCheckpoint(
  multi: ChainableCommander,
  keys: Keys,
  checkpoint: Checkpoint,
): number {
  const { sessionId, userId, sequence, savedAt, expiresAt, model, formatVersion } = checkpoint;
  const fields = ['sequence', sequence, 'saved', savedAt, 'expires', expiresAt, 'model', model];
  fields.push('format', formatVersion, 'checksum', checksumOf(checkpoint));
  if (userId !== null) fields.push('user', userId);
  const payload = Buffer.from(checkpoint.payload);
  const key = keys.checkpoint(sessionId);
  multi.keepCheckpoint(key, sequence, expiresAt, ...fields, 'payload', payload);
  if (userId === null) return 1;
  multi.keepSession(keys.sessions(userId), sessionId, expiresAt, Date.now());
  return 2;
}

export async function loadCheckpoint(
  db: RedisConnection,
  keys: Keys,
  sessionId: string,
): Promise<LoadedCheckpoint> {
  const fields = await db.ask((client) => client.hgetallBuffer(keys.checkpoint(sessionId)));
  if (Object.keys(fields).length === 0) return { state: 'missing' };
  // A field that is missing or no number fails the checksum.
  const text = (name: string) => fields[name]?.toString() ?? '';
  return verify({
    sessionId,
    userId: fields['user']?.toString() ?? null,
    sequence: Number(text('sequence')),
    savedAt: Number(text('saved')),
    expiresAt: Number(text('expires')),
    model: text('model'),
    formatVersion: Number(text('format')),
    checksum: Number(text('checksum')),
    payload: new Uint8Array(fields['payload'] ?? []),
  });
}

export async function loadCheckpointsOf(
  db: RedisConnection,
  keys: Keys,
  userId: string,
): Promise<LoadedCheckpoint[]> {
  const sessionIds = await sessionsOf(db, keys, userId);
  const loaded = await Promise.all(sessionIds.map((id) => loadCheckpoint(db, keys, id)));
  return newestFirst(
    loaded.filter((one) =>
      one.state === 'found' ? one.checkpoint.userId === userId : one.state === 'damaged',
    ),
  );
}

/** Removes what is kept of a user's sessions. */
export async function removeCheckpointsOf(
  db: RedisConnection,
  keys: Keys,
  userId: string,
): Promise<void> {
  const sessionIds = await sessionsOf(db, keys, userId);
  await db.transaction((multi) => {
    for (const sessionId of sessionIds) {
      multi.forgetCheckpoint(keys.checkpoint(sessionId), userId);
    }
    multi.unlink(keys.sessions(userId));
  });
}

function sessionsOf(db: RedisConnection, keys: Keys, userId: string): Promise<string[]> {
  return db.ask((client) => client.zrange(keys.sessions(userId), '0', '-1'));
}
