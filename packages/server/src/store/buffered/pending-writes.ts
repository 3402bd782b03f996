import { minuteKey } from '../check.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { SessionMinute, StoreBatch } from '../store.ts';

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

/** All that waits of a session. */
interface Unit {
  checkpoint?: Checkpoint | 'removed';
  readonly minutes: SessionMinute[];
}

/** A batch that is still being filled. */
interface GrowingBatch extends StoreBatch {
  readonly checkpoints: Checkpoint[];
  readonly minutes: SessionMinute[];
  readonly removals: string[];
}

/**
 * What waits to be written: of each session the newest checkpoint, or that it is to be removed, and of each minute the
 * largest count. What has waited longest is dropped where there is too much.
 */
export class PendingWrites {
  readonly #limits: PendingLimits;
  /** In the order in which they came. */
  readonly #sessions = new Map<string, Checkpoint | 'removed'>();
  readonly #minutes = new Map<string, SessionMinute>();
  #droppedCheckpoints = 0;
  #droppedMinutes = 0;

  constructor(limits: PendingLimits) {
    this.#limits = limits;
  }

  /** How many sessions and minutes wait. */
  get size(): { readonly sessions: number; readonly minutes: number } {
    return { sessions: this.#sessions.size, minutes: this.#minutes.size };
  }

  /** Since the beginning. */
  get dropped(): Dropped {
    return { checkpoints: this.#droppedCheckpoints, minutes: this.#droppedMinutes };
  }

  /** What waits of a session. */
  get(sessionId: string): Checkpoint | 'removed' | undefined {
    return this.#sessions.get(sessionId);
  }

  /** Checkpoints of a user that wait. */
  checkpointsOf(userId: string): Checkpoint[] {
    return [...this.#sessions.values()].filter(
      (one): one is Checkpoint => one !== 'removed' && one.userId === userId,
    );
  }

  keep(checkpoint: Checkpoint): void {
    const other = this.#sessions.get(checkpoint.sessionId);
    if (other && other !== 'removed' && other.sequence > checkpoint.sequence) return;
    this.#put(checkpoint.sessionId, checkpoint);
  }

  remove(sessionId: string): void {
    this.#put(sessionId, 'removed');
  }

  record(minute: SessionMinute): void {
    const key = minuteKey(minute);
    if ((this.#minutes.get(key)?.count ?? 0) >= minute.count) return;
    this.#minutes.set(key, minute);
    for (const oldest of this.#minutes.keys()) {
      if (this.#minutes.size <= this.#limits.maxMinutes) return;
      this.#minutes.delete(oldest);
      this.#droppedMinutes++;
    }
  }

  /** Forgets what waits of a user. */
  forget(userId: string): void {
    for (const [key, minute] of this.#minutes) {
      if (minute.userId === userId) this.#minutes.delete(key);
    }
    for (const { sessionId } of this.checkpointsOf(userId)) this.#sessions.delete(sessionId);
  }

  /**
   * Takes everything out, in batches of about so many rows. What belongs to one session is in one batch, so that its
   * checkpoint is written with the minutes that it covers.
   */
  take(rows: number): StoreBatch[] {
    const units = this.#takeUnits();
    const batches: GrowingBatch[] = [];
    let left = 0;
    for (const [sessionId, { checkpoint, minutes }] of units) {
      if (left <= 0) {
        batches.push({ checkpoints: [], minutes: [], removals: [] });
        left = rows;
      }
      const batch = batches.at(-1);
      if (checkpoint === 'removed') batch?.removals.push(sessionId);
      else if (checkpoint) batch?.checkpoints.push(checkpoint);
      batch?.minutes.push(...minutes);
      left -= minutes.length + (checkpoint ? 1 : 0);
    }
    return batches;
  }

  /** Puts a batch back that could not be written; what came meanwhile is newer. */
  putBack({ checkpoints = [], minutes = [], removals = [] }: StoreBatch): void {
    for (const minute of minutes) this.record(minute);
    for (const checkpoint of checkpoints) {
      if (!this.#sessions.has(checkpoint.sessionId)) this.keep(checkpoint);
    }
    for (const sessionId of removals) if (!this.#sessions.has(sessionId)) this.remove(sessionId);
  }

  #put(sessionId: string, what: Checkpoint | 'removed'): void {
    // At the end: it is the newest.
    this.#sessions.delete(sessionId);
    this.#sessions.set(sessionId, what);
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= this.#limits.maxSessions) return;
      this.#sessions.delete(oldest);
      this.#droppedCheckpoints++;
    }
  }

  #takeUnits(): Map<string, Unit> {
    const units = new Map<string, Unit>();
    for (const [sessionId, checkpoint] of this.#sessions) {
      units.set(sessionId, { checkpoint, minutes: [] });
    }
    for (const minute of this.#minutes.values()) {
      const unit = units.get(minute.sessionId);
      if (unit) unit.minutes.push(minute);
      else units.set(minute.sessionId, { minutes: [minute] });
    }
    this.#sessions.clear();
    this.#minutes.clear();
    return units;
  }
}
