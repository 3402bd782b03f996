import { crc32 } from 'node:zlib';
import { epochOf, sequenceOf } from './epoch.ts';

/** Most bytes of a {@link Checkpoint.payload}. */
export const MAX_PAYLOAD_BYTES = 4096;

/** The state of a session at a moment, to go on from. */
export interface Checkpoint {
  /** A UUID in lower case. */
  readonly sessionId: string;
  /** Whose session it is; null where nobody is named. */
  readonly userId: string | null;
  /** Client frames that the state has taken in: `total_requests`. It only grows. */
  readonly sequence: number;
  /** Which of the servers that have owned the session saved it, where several may: it grows. Default: 0. */
  readonly epoch?: number;
  /** When it was made, in whole milliseconds of Unix time. */
  readonly savedAt: number;
  /** From when on nobody goes on from it, in whole milliseconds of Unix time. */
  readonly expiresAt: number;
  /** Which detector the payload belongs to: its model's id or fingerprint. */
  readonly model: string;
  /** Version of the payload's layout. */
  readonly formatVersion: number;
  /** The state itself, which only its maker reads; {@link MAX_PAYLOAD_BYTES} at most. */
  readonly payload: Uint8Array;
  /** Which save of its session it is, for whoever has saved it and is told when it is written. It is not kept. */
  readonly save?: number;
}

/** Whether it is the state of a session, and not its end. */
export function isCheckpoint(what: object): what is Checkpoint {
  return 'payload' in what;
}

/** What a store has of a session. */
export type LoadedCheckpoint =
  | { readonly state: 'found'; readonly checkpoint: Checkpoint }
  | { readonly state: 'missing' }
  /** It was altered since it was saved. It stays where it is until it is saved anew, removed or expires. */
  | { readonly state: 'damaged'; readonly sessionId: string };

/** The model of a row that holds the end of a session, and no state; a checkpoint's model has a name. */
export const ENDED = '';

/** As a store keeps it: with a checksum over all that it holds. */
export interface CheckpointRow extends Checkpoint {
  readonly checksum: number;
}

/** A CRC-32 over all fields of a checkpoint but its epoch, which a new owner raises. */
export function checksumOf(checkpoint: Checkpoint): number {
  const { sessionId, userId, sequence, savedAt, expiresAt, model, formatVersion } = checkpoint;
  const frames = sequenceOf(sequence);
  const head = [sessionId, userId, frames, savedAt, expiresAt, model, formatVersion];
  return crc32(checkpoint.payload, crc32(JSON.stringify(head)));
}

/** Hands a stored checkpoint out if it is what was saved. */
export function verify(row: CheckpointRow | undefined): LoadedCheckpoint {
  if (!row || row.model === ENDED) return { state: 'missing' };
  const { checksum, ...checkpoint } = row;
  return checksumOf(checkpoint) === checksum
    ? { state: 'found', checkpoint }
    : { state: 'damaged', sessionId: row.sessionId };
}

/** Sorts a user's checkpoints so that the newest comes first; damaged ones come last. */
export function newestFirst(loaded: readonly LoadedCheckpoint[]): LoadedCheckpoint[] {
  const savedAt = (one: LoadedCheckpoint) =>
    one.state === 'found' ? one.checkpoint.savedAt : Number.NEGATIVE_INFINITY;
  return loaded.toSorted((a, b) => Math.sign(savedAt(b) - savedAt(a)) || 0);
}

/** What a backend has loaded, whose sequence is a position, as others know it. */
export function withEpoch(loaded: LoadedCheckpoint): LoadedCheckpoint {
  if (loaded.state !== 'found') return loaded;
  const { sequence: position } = loaded.checkpoint;
  const epoch = epochOf(position);
  if (epoch === 0) return loaded;
  return {
    state: 'found',
    checkpoint: { ...loaded.checkpoint, sequence: sequenceOf(position), epoch },
  };
}
