import type { Checkpoint, LoadedCheckpoint } from './checkpoint.ts';

/**
 * What outlives a process. One contract for all stores; `testing/store-contract.ts` holds them to it.
 *
 * Everything here may reject with a {@link StoreError}; what can't be stored at all is a RangeError.
 */

/**
 * Whole minutes of Unix time. A *range* holds its start and not its end.
 */
export type UtcMinute = number;

/**
 * Steps that a session counted in a minute. *All* of them so far, not those since the last time: a count never
 * goes down, so of two that a store is given for the same session and minute the larger holds. They may be
 * written twice, late, or in any order.
 */
export interface SessionMinute {
  readonly userId: string;
  /** A UUID in lower case. */
  readonly sessionId: string;
  readonly minute: UtcMinute;
  /** From 0; a minute of 0 steps is not kept. */
  readonly count: number;
}

/** Steps of a user in a minute, over all sessions. */
export interface UserMinute {
  readonly minute: UtcMinute;
  readonly count: number;
}

export interface MinuteRange {
  readonly start: UtcMinute;
  readonly end: UtcMinute;
}

/** A session that is over. */
export interface SessionEnd {
  /** A UUID in lower case. */
  readonly sessionId: string;
  /** Client frames that it had taken in: where something newer is kept, it goes on elsewhere, and is not over. */
  readonly sequence: number;
  /** As that of a checkpoint. Default: 0. */
  readonly epoch?: number;
  /** From when on nobody saves anything of it any more, in whole milliseconds of Unix time. */
  readonly expiresAt: number;
}

/** Sessions as a server knows them: those that are live, and those that are over. */
export interface SessionStates {
  readonly checkpoints?: readonly Checkpoint[];
  readonly removals?: readonly SessionEnd[];
}

/** Where live sessions are kept. */
export interface SessionStore {
  /**
   * Keeps checkpoints, all of them or none. One that has taken in fewer frames than the one that is kept of its
   * session does not replace it; nor does one with no more frames than its session had at its end. Whatever is of a
   * higher epoch has more.
   *
   * @returns the sessions of which something newer was kept already: another server goes on with them, or has ended
   *   them
   */
  save(checkpoints: readonly Checkpoint[]): Promise<readonly string[]>;
  /**
   * Asks what {@link save} and {@link remove} would find, and writes nothing.
   *
   * @returns the sessions of which something newer is kept
   */
  outrun(states: SessionStates): Promise<readonly string[]>;
  /** What is kept of a session. It may have expired already: whoever goes on from it looks at the time. */
  load(sessionId: string): Promise<LoadedCheckpoint>;
  /**
   * Raises what is kept of a session to an epoch, and loads it. From then on nothing replaces it that is of an earlier
   * one: what the owners before still save is refused.
   *
   * @returns as {@link load} has it; its epoch is another one where a later owner was faster
   */
  take(sessionId: string, epoch: number): Promise<LoadedCheckpoint>;
  /** All that is kept of a user's sessions, the newest first, as {@link load} has it; none is `missing`. */
  loadByUser(userId: string): Promise<readonly LoadedCheckpoint[]>;
  /**
   * Removes what is kept of them, unless it is newer, and keeps in its place that they are over: a server that has
   * slept meanwhile may still save what it knows. Sessions that are not there are no error.
   */
  remove(ends: readonly SessionEnd[]): Promise<void>;
  /**
   * Removes what has expired. Stores that have a clock of their own do so by themselves, too.
   *
   * @param now in milliseconds of Unix time
   * @returns how many were removed by this call
   */
  expire(now: number): Promise<number>;
}

/** Where steps are kept, by user, minute and session. */
export interface HistoryStore {
  /** Keeps counts, all of them or none. */
  record(minutes: readonly SessionMinute[]): Promise<void>;
  /**
   * The minutes of a user in which there were steps, in order.
   *
   * @returns pages of at most `pageSize` minutes (default {@link DEFAULT_PAGE_SIZE}); none is empty. What is
   *   recorded meanwhile may or may not be among them.
   */
  minutes(
    userId: string,
    range: MinuteRange,
    pageSize?: number,
  ): AsyncIterable<readonly UserMinute[]>;
  /** A user's steps between each boundary and the next: one number less than there are boundaries. */
  sums(userId: string, boundaries: readonly UtcMinute[]): Promise<readonly number[]>;
  /** All steps of a user that are kept. */
  total(userId: string): Promise<number>;
  /**
   * Users of whom steps are kept, in the order of their names' UTF-8 bytes.
   *
   * @param after the last name of the page before; none for the first page
   */
  users(limit: number, after?: string): Promise<readonly string[]>;
  /** Removes all steps of a user. */
  forget(userId: string): Promise<void>;
  /** Removes all minutes before this one. */
  prune(before: UtcMinute): Promise<void>;
}

/** What is written together. */
export interface StoreBatch extends SessionStates {
  readonly checkpoints?: readonly Checkpoint[];
  readonly minutes?: readonly SessionMinute[];
  /** Sessions that are over, as {@link SessionStore.remove} has it. None of them is among `checkpoints`. */
  readonly removals?: readonly SessionEnd[];
}

/** Sessions and history in one place. */
export interface Store extends SessionStore, HistoryStore {
  /** How people may be told of it: its URL without a password. */
  readonly name: string;
  /** Whether sessions that it keeps are still there when this process has died. */
  readonly outlivesProcess: boolean;
  /** Whether other servers may keep sessions there, too. */
  readonly isShared: boolean;
  /** The two that it is made of, where it is: one for sessions, one for the history. */
  readonly parts?: readonly [sessions: Store, history: Store];
  /**
   * Writes a batch, all of it or nothing where sessions and history lie in one store. Minutes of a session whose
   * checkpoint or end is older than what is kept are left out then: they may count frames at another time that have
   * been counted elsewhere. Where they lie in two, minutes are written first, without those of which sessions have
   * something newer just then: a crash in between leaves history ahead of the checkpoint, and what is then counted
   * again is the same count.
   *
   * @returns as {@link SessionStore.save}, of checkpoints and of ends
   */
  saveAll(batch: StoreBatch): Promise<readonly string[]>;
  /** Removes what is kept of a user: steps and checkpoints. */
  forget(userId: string): Promise<void>;
  /** Waits for what is under way. Nothing may be asked of the store after that. */
  close(): Promise<void>;
}

/** Minutes of a page; some 10 ms of a disk's or a network's time. */
export const DEFAULT_PAGE_SIZE = 5000;
