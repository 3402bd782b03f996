import { MAX_USER_ID_LENGTH } from '@stepstream/protocol';
import { type Checkpoint, MAX_PAYLOAD_BYTES } from './checkpoint.ts';
import { MAX_EPOCH, MAX_SEQUENCE, positionOf } from './epoch.ts';
import type { MinuteRange, SessionEnd, SessionMinute, StoreBatch, UtcMinute } from './store.ts';

/** Most boundaries that sums are asked for at once: a year of quarters of an hour, and some. */
export const MAX_BOUNDARIES = 40_000;
/** A whole number of 32 bits with a sign, which all stores have. */
const MAX_INT = 0x7fff_ffff;
/** Longest name of a model, in UTF-16 units. */
const MAX_MODEL_LENGTH = 256;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A batch that has been checked: each session once, each minute of a session once, both in order. The sequences in it
 * are positions, of epoch and frames.
 */
export type CheckedBatch = Required<StoreBatch>;

/**
 * Checks what is to be written, once and for all stores. Of two checkpoints of a session the one with more frames
 * is left, of two equal ones the later; of two counts of a minute the larger. The order is the same in each
 * process, so that two that write at once don't wait for one another in a circle.
 *
 * @throws RangeError that says what can't be stored
 */
export function checkBatch({ checkpoints = [], minutes = [], removals = [] }: StoreBatch) {
  const bySession = new Map<string, Checkpoint>();
  for (const checkpoint of checkpoints) {
    checkCheckpoint(checkpoint);
    const { epoch: _, ...rest } = checkpoint;
    const placed = { ...rest, sequence: positionOf(checkpoint) };
    const other = bySession.get(placed.sessionId);
    if (!other || other.sequence <= placed.sequence) bySession.set(placed.sessionId, placed);
  }
  const byKey = new Map<string, SessionMinute>();
  for (const minute of minutes) {
    checkSessionMinute(minute);
    const key = minuteKey(minute);
    if (minute.count > (byKey.get(key)?.count ?? 0)) byKey.set(key, minute);
  }
  const ends = new Map<string, SessionEnd>();
  for (const end of removals) {
    checkSessionEnd(end);
    const { sessionId, expiresAt } = end;
    const sequence = positionOf(end);
    if (sequence < (ends.get(sessionId)?.sequence ?? 0)) continue;
    // Nothing else of it, if it comes with more: by that ends are told from checkpoints.
    ends.set(sessionId, { sessionId, sequence, expiresAt });
  }
  return {
    checkpoints: [...bySession.values()].sort((a, b) => compare(a.sessionId, b.sessionId)),
    minutes: [...byKey.values()].sort(compareMinutes),
    removals: [...ends.values()].sort((a, b) => compare(a.sessionId, b.sessionId)),
  } satisfies CheckedBatch;
}

/** What tells a count from others. */
export function minuteKey({ userId, sessionId, minute }: SessionMinute): string {
  return `${sessionId} ${minute} ${userId}`;
}

/** @throws RangeError where it can't be stored */
export function checkCheckpoint(checkpoint: Checkpoint): void {
  const { sessionId, userId, sequence, savedAt, expiresAt, model, formatVersion } = checkpoint;
  checkSessionId(sessionId);
  if (userId !== null) checkUserId(userId);
  checkWhole('sequence', sequence, MAX_SEQUENCE);
  checkEpoch(checkpoint.epoch ?? 0);
  checkWhole('savedAt', savedAt, Number.MAX_SAFE_INTEGER);
  checkWhole('expiresAt', expiresAt, Number.MAX_SAFE_INTEGER);
  checkWhole('formatVersion', formatVersion, MAX_INT);
  checkText('model', model, MAX_MODEL_LENGTH);
  if (checkpoint.payload.length <= MAX_PAYLOAD_BYTES) return;
  throw new RangeError(`a payload has at most ${MAX_PAYLOAD_BYTES} bytes`);
}

/** @throws RangeError where there can be no such session */
export function checkSessionEnd({ sessionId, sequence, epoch, expiresAt }: SessionEnd): void {
  checkSessionId(sessionId);
  checkWhole('sequence', sequence, MAX_SEQUENCE);
  checkEpoch(epoch ?? 0);
  checkWhole('expiresAt', expiresAt, Number.MAX_SAFE_INTEGER);
}

/** @throws RangeError where it can't be stored */
export function checkSessionMinute({ userId, sessionId, minute, count }: SessionMinute): void {
  checkUserId(userId);
  checkSessionId(sessionId);
  checkWhole('minute', minute, MAX_INT);
  checkWhole('count', count, MAX_INT);
}

/** @throws RangeError where no store can have it */
export function checkSessionId(sessionId: string): void {
  if (!UUID.test(sessionId)) throw new RangeError('a session id is a UUID in lower case');
}

/** @throws RangeError where no store can have it */
export function checkEpoch(epoch: number): void {
  checkWhole('epoch', epoch, MAX_EPOCH);
}

/** @throws RangeError where no store can have it */
export function checkUserId(userId: string): void {
  checkText('user', userId, MAX_USER_ID_LENGTH);
}

/** @throws RangeError where these are not whole minutes */
export function checkRange({ start, end }: MinuteRange): void {
  checkWhole('start', start, MAX_INT);
  checkWhole('end', end, MAX_INT);
}

/** @throws RangeError where these are not whole minutes in ascending order, or too many */
export function checkBoundaries(boundaries: readonly UtcMinute[]): void {
  if (boundaries.length > MAX_BOUNDARIES) {
    throw new RangeError(`there may be at most ${MAX_BOUNDARIES} boundaries`);
  }
  let last = -1;
  for (const boundary of boundaries) {
    checkWhole('boundary', boundary, MAX_INT);
    if (boundary <= last) throw new RangeError('boundaries ascend');
    last = boundary;
  }
}

/** @throws RangeError */
export function checkWhole(name: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= max) return;
  throw new RangeError(`${name} is a whole number from 0 to ${max}`);
}

/** PostgreSQL has no U+0000 in texts, and half of a surrogate pair has no UTF-8. */
function checkText(name: string, text: string, max: number): void {
  const fits = text.length > 0 && text.length <= max;
  if (fits && text.isWellFormed() && !text.includes('\0')) return;
  throw new RangeError(`a ${name} is a text of 1 to ${max} characters without U+0000`);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareMinutes(a: SessionMinute, b: SessionMinute): number {
  return (
    compare(a.userId, b.userId) || compare(a.minute, b.minute) || compare(a.sessionId, b.sessionId)
  );
}
