import { CadenceMeter } from '@stepstream/detector';
import type { MissedStep, Step } from '@stepstream/protocol';
import { type MinuteCount, MinuteCounts } from './minute-counts.ts';
import { RecentSteps } from './recent-steps.ts';
import type { StateWalk } from './state-walk.ts';

/** Steps that a cadence is measured on: as many as its median is of, and the one before them. */
const CADENCE_STEPS = 8;

/** What a session keeps of the steps that were confirmed: how many, the last ones, and how many a minute. */
export class CountedSteps {
  readonly #recent = new RecentSteps();
  /** Made for the first step of somebody who has a history. */
  #minutes: MinuteCounts | undefined;
  readonly #hasHistory: boolean;
  #total = 0;

  /** @param hasHistory whether steps are counted by the minute, too */
  constructor(hasHistory: boolean) {
    this.#hasHistory = hasHistory;
  }

  /** Steps since the last {@link reset}. */
  get total(): number {
    return this.#total;
  }

  /**
   * Counts steps that were confirmed together.
   *
   * @param before samples of the session before the frame that confirmed them
   * @param count samples of that frame that counted
   * @param time in seconds of Unix time, where those of the steps are not
   */
  add(before: number, steps: readonly Step[], count: number, time: number | undefined): void {
    if (steps.length === 0) return;
    this.#total += steps.length;
    this.#recent.add(before, steps, count);
    if (!this.#hasHistory) return;
    this.#minutes ??= new MinuteCounts();
    for (const { timestamp } of steps) this.#minutes.note(time ?? timestamp);
  }

  /** Counts from zero. What has been counted of a minute stays counted. */
  reset(): void {
    this.#total = 0;
    this.#recent.clear();
  }

  /** The steps that were confirmed after the session's first `answered` samples, oldest first. */
  after(answered: number): MissedStep[] {
    return this.#recent.after(answered);
  }

  /** Steps a minute at a time on the sensor's clock, in seconds; 0 at rest. */
  cadenceAt(time: number): number {
    const meter = new CadenceMeter();
    for (const one of this.#recent.lastTimes(CADENCE_STEPS)) meter.step(one);
    return meter.at(time);
  }

  /** See {@link MinuteCounts.take}. */
  takeMinutes(): readonly MinuteCount[] {
    return this.#minutes?.take() ?? [];
  }

  /** Saves or restores all but the last steps. */
  transfer(io: StateWalk): void {
    this.#total = io.whole(this.#total);
    if (!io.flag(this.#minutes !== undefined)) return;
    this.#minutes ??= new MinuteCounts();
    this.#minutes.transfer(io);
  }

  /** Saves or restores the last steps, as many as there is room for. */
  transferRecent(io: StateWalk): void {
    this.#recent.transfer(io);
  }
}
