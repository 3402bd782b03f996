import { nonsense, type StateWalk } from './state-walk.ts';

/** Minutes that are kept once they have been taken: steps of these may still come. */
export const KEPT_MINUTES = 8;
/** Stores keep a minute in 32 bits. */
const MAX_MINUTE = 0x7fff_ffff;

/** All steps that a session has counted in a minute so far. */
export interface MinuteCount {
  /** Whole minutes of Unix time. */
  readonly minute: number;
  readonly count: number;
}

/**
 * How many steps of a session fell into each of the last minutes, for a history. The counts are absolute, so that
 * one that is written twice, or again after a restart, is the same.
 */
export class MinuteCounts {
  /** In the order of their minutes. */
  #kept: { readonly minute: number; count: number; isNew: boolean }[] = [];
  /** Whether older minutes were let go, so that their counts are not known any more. */
  #hasLetGo = false;

  /**
   * Counts a step. One of a minute that has been let go counts for the oldest that is kept.
   *
   * @param time of the step, in seconds of Unix time
   */
  note(time: number): void {
    const kept = this.#kept;
    const minute = Math.min(Math.max(Math.floor(time / 60) || 0, 0), MAX_MINUTE);
    let place = kept.length;
    while (place > 0 && (kept[place - 1]?.minute ?? 0) > minute) place--;
    const before = kept[place - 1];
    const found = before?.minute === minute ? before : place === 0 && this.#hasLetGo && kept[0];
    if (found) {
      found.count++;
      found.isNew = true;
    } else {
      kept.splice(place, 0, { minute, count: 1, isNew: true });
    }
  }

  /**
   * The minutes whose counts have changed since the last time. Whoever saves the session takes them in the same
   * turn: a saved state does not tell which of them nobody has taken.
   */
  take(): MinuteCount[] {
    const changed = this.#kept.filter(({ isNew }) => isNew);
    for (const one of changed) one.isNew = false;
    if (this.#kept.length > KEPT_MINUTES) {
      this.#kept = this.#kept.slice(-KEPT_MINUTES);
      this.#hasLetGo = true;
    }
    return changed.map(({ minute, count }) => ({ minute, count }));
  }

  /** Saves or restores the newest of them. */
  transfer(io: StateWalk): void {
    const newest = this.#kept.slice(-KEPT_MINUTES);
    this.#hasLetGo = io.flag(this.#hasLetGo || this.#kept.length > KEPT_MINUTES);
    const length = io.whole(newest.length);
    if (length > KEPT_MINUTES) throw nonsense();
    let last = 0;
    const list = Array.from({ length }, (_, i) => {
      const minute = last + io.whole((newest[i]?.minute ?? 0) - last);
      const count = io.whole(newest[i]?.count ?? 0);
      last = minute;
      return { minute, count, isNew: false };
    });
    if (!io.restores) return;
    if (last > MAX_MINUTE) throw nonsense();
    this.#kept = list;
  }
}
