import type { Checkpoint, SessionMinute } from '../index.ts';

const HOUR_MS = 3_600_000;
/** A minute in 2025. */
export const MINUTE = 29_000_000;

/** A checkpoint of a new session, which expires in an hour. */
export function sampleCheckpoint(fields: Partial<Checkpoint> = {}): Checkpoint {
  const now = Date.now();
  return {
    sessionId: crypto.randomUUID(),
    userId: null,
    sequence: 1,
    savedAt: now,
    expiresAt: now + HOUR_MS,
    model: 'tcn-3',
    formatVersion: 1,
    payload: Uint8Array.of(1, 2, 3),
    ...fields,
  };
}

/** A count of a new session. */
export function sampleMinute(fields: Partial<SessionMinute> = {}): SessionMinute {
  return {
    userId: 'ann',
    sessionId: crypto.randomUUID(),
    minute: MINUTE,
    count: 100,
    ...fields,
  };
}
