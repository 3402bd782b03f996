import { minuteKey } from '../check.ts';
import { type Checkpoint, isCheckpoint } from '../checkpoint.ts';
import { positionOf } from '../epoch.ts';
import type { SessionEnd, SessionMinute, StoreBatch } from '../store.ts';

/** What was not written for want of room. */
export interface Dropped {
  readonly checkpoints: number;
  readonly minutes: number;
}

/** Most that is kept until it can be written. */
export interface PendingLimits {
  /** Sessions with a checkpoint or a removal; 4 KB each at most. */
  readonly maxSessions: number;
  /** Counts of a minute; some 200 bytes each. */
  readonly maxMinutes: number;
}

/** A batch that is still being filled. */
interface GrowingBatch extends StoreBatch {
  readonly checkpoints: Checkpoint[];
  readonly minutes: SessionMinute[];
  readonly removals: SessionEnd[];
}

/**
 * What waits to be written: of each session the newest checkpoint, or that it is to be removed, and of each minute the
 * largest count. What has waited longest is dropped where there is too much.
 */
export class PendingWrites {
  readonly #limits: PendingLimits;
  /** In the order in which they came, as the minutes are. */
  #sessions = new Map<string, Checkpoint | SessionEnd>();
  /** By what tells them apart. */
  #minutes = new Map<string, SessionMinute>();
  /** The keys of each session's minutes. */
  #keys = new Map<string, Set<string>>();
  #droppedCheckpoints = 0;
  #droppedMinutes = 0;

  constructor(limits: PendingLimits) {
    this.#limits = limits;
  }

  /** How many sessions and minutes wait. */
  get size(): { readonly sessions: number; readonly minutes: number } {
    return { sessions: this.#sessions.size, minutes: this.#minutes.size };
  }

  get isEmpty(): boolean {
    return this.#sessions.size + this.#minutes.size === 0;
  }

  /** Since the beginning. */
  get dropped(): Dropped {
    return { checkpoints: this.#droppedCheckpoints, minutes: this.#droppedMinutes };
  }

  /** What waits of a session. */
  get(sessionId: string): Checkpoint | 'removed' | undefined {
    const what = this.#sessions.get(sessionId);
    return what && !isCheckpoint(what) ? 'removed' : what;
  }

  /** Checkpoints of a user that wait. */
  checkpointsOf(userId: string): Checkpoint[] {
    return [...this.#sessions.values()].filter(isCheckpoint).filter((one) => one.userId === userId);
  }

  keep(checkpoint: Checkpoint): void {
    const other = this.#sessions.get(checkpoint.sessionId);
    if (other && isCheckpoint(other) && positionOf(other) > positionOf(checkpoint)) return;
    this.#put(checkpoint);
  }

  remove({ sessionId, sequence, epoch = 0, expiresAt }: SessionEnd): void {
    this.#put({ sessionId, sequence, epoch, expiresAt });
  }

  record(minute: SessionMinute): void {
    const key = minuteKey(minute);
    if ((this.#minutes.get(key)?.count ?? 0) >= minute.count) return;
    this.#minutes.set(key, minute);
    const keys = this.#keys.get(minute.sessionId);
    if (keys) keys.add(key);
    else this.#keys.set(minute.sessionId, new Set([key]));
    for (const oldest of this.#minutes.keys()) {
      if (this.#minutes.size <= this.#limits.maxMinutes) return;
      this.#takeMinute(oldest);
      this.#droppedMinutes++;
    }
  }

  /** Forgets what waits of a user. */
  forget(userId: string): void {
    for (const [key, minute] of this.#minutes) if (minute.userId === userId) this.#takeMinute(key);
    for (const { sessionId } of this.checkpointsOf(userId)) this.#sessions.delete(sessionId);
  }

  /** Forgets what waits of a session. */
  discard(sessionId: string): void {
    this.#sessions.delete(sessionId);
    for (const key of this.#keys.get(sessionId) ?? []) this.#takeMinute(key);
  }

  /** Takes everything out, at once; what comes later is not part of it. */
  takeAll(): PendingWrites {
    const taken = new PendingWrites(this.#limits);
    [taken.#sessions, this.#sessions] = [this.#sessions, taken.#sessions];
    [taken.#minutes, this.#minutes] = [this.#minutes, taken.#minutes];
    [taken.#keys, this.#keys] = [this.#keys, taken.#keys];
    return taken;
  }

  /**
   * Takes a batch of about so many rows, of what has waited longest; undefined when nothing waits. What belongs to a
   * session is in one batch, so that its checkpoint is written with the minutes that it covers.
   */
  takeBatch(rows: number): StoreBatch | undefined {
    const batch: GrowingBatch = { checkpoints: [], minutes: [], removals: [] };
    const size = () => batch.checkpoints.length + batch.minutes.length + batch.removals.length;
    for (const sessionId of this.#sessions.keys()) {
      if (size() >= rows) return batch;
      this.#takeSession(sessionId, batch);
    }
    for (const sessionId of this.#keys.keys()) {
      if (size() >= rows) return batch;
      this.#takeSession(sessionId, batch);
    }
    return size() > 0 ? batch : undefined;
  }

  /** Puts back what could not be written; what came meanwhile is newer. */
  putBack(batch: StoreBatch | undefined, rest: PendingWrites): void {
    for (const minute of batch?.minutes ?? []) this.record(minute);
    for (const minute of rest.#minutes.values()) this.record(minute);
    for (const checkpoint of batch?.checkpoints ?? []) this.#putOlder(checkpoint);
    for (const end of batch?.removals ?? []) this.#putOlder(end);
    for (const what of rest.#sessions.values()) this.#putOlder(what);
  }

  #putOlder(what: Checkpoint | SessionEnd): void {
    if (!this.#sessions.has(what.sessionId)) this.#put(isCheckpoint(what) ? onItsOwn(what) : what);
  }

  #put(what: Checkpoint | SessionEnd): void {
    // At the end: it is the newest.
    this.#sessions.delete(what.sessionId);
    this.#sessions.set(what.sessionId, what);
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= this.#limits.maxSessions) return;
      this.#sessions.delete(oldest);
      this.#droppedCheckpoints++;
    }
  }

  #takeSession(sessionId: string, batch: GrowingBatch): void {
    const what = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
    if (what && isCheckpoint(what)) batch.checkpoints.push(what);
    else if (what) batch.removals.push(what);
    for (const key of this.#keys.get(sessionId) ?? []) {
      const minute = this.#takeMinute(key);
      if (minute) batch.minutes.push(minute);
    }
  }

  #takeMinute(key: string): SessionMinute | undefined {
    const minute = this.#minutes.get(key);
    if (!minute) return undefined;
    this.#minutes.delete(key);
    const keys = this.#keys.get(minute.sessionId);
    keys?.delete(key);
    if (keys?.size === 0) this.#keys.delete(minute.sessionId);
    return minute;
  }
}

/** A batch without what it has of a session. */
export function withoutSession(batch: StoreBatch, sessionId: string): StoreBatch {
  const isOther = (one: { readonly sessionId: string }) => one.sessionId !== sessionId;
  const { checkpoints = [], minutes = [], removals = [] } = batch;
  return {
    checkpoints: checkpoints.filter(isOther),
    minutes: minutes.filter(isOther),
    removals: removals.filter(isOther),
  };
}

/** With bytes of its own, which nobody writes over. */
export function onItsOwn(checkpoint: Checkpoint): Checkpoint {
  const { payload } = checkpoint;
  if (payload.byteLength === payload.buffer.byteLength) return checkpoint;
  return { ...checkpoint, payload: payload.slice() };
}
