import type { MissedStep, Step } from '@stepstream/protocol';
import { readSteps, type SavedStep, StepsWriter } from './saved-steps.ts';
import type { StateWalk } from './state-walk.ts';

/**
 * Steps that are kept to be told again. At three a second it is as many as twenty seconds bring; no client
 * should have more samples than that on their way.
 */
export const MAX_RECENT_STEPS = 64;
/** Steps that there is room for at first. */
const FIRST_CAPACITY = 8;
/** Numbers that a step is kept as: its time, and all else of it in one. */
const ROW_LENGTH = 2;
/** Parts of one in which a confidence is told, and so is kept. */
const PARTS = 10_000;
/** A confidence has so many values, and the foot two. */
const CONFIDENCES = PARTS + 1;
const FEET = ['start', 'end'] as const;

/**
 * The last confirmed steps of a session, for a client that may not have heard of them, and for the cadence.
 *
 * As objects they would take 200 bytes each, and be the largest part of a session.
 */
export class RecentSteps {
  /** A ring of rows. It grows up to the most that is kept, and is not there before the first step. */
  #rows: Float64Array | undefined;
  /** Steps since the last {@link clear}. */
  #count = 0;

  /**
   * Notes the steps of a frame.
   *
   * @param before samples of the session before this frame
   * @param count samples of the frame that counted: a step's position can lie beyond, where others did not
   */
  add(before: number, steps: readonly Step[], count = Number.POSITIVE_INFINITY): void {
    for (const step of steps) {
      const { rows, row } = this.#nextRow();
      rows[row] = step.timestamp;
      rows[row + 1] = packed(before + Math.min(step.index + 1, count), step);
    }
  }

  /** The steps that were confirmed after the session's first `answered` samples, oldest first. */
  after(answered: number): MissedStep[] {
    const found: MissedStep[] = [];
    for (let i = Math.max(this.#count - MAX_RECENT_STEPS, 0); i < this.#count; i++) {
      const { sample, ...step } = this.#stepAt(i);
      if (sample > answered) found.push(step);
    }
    return found;
  }

  /** The times of the last `most` steps, in seconds, oldest first. */
  lastTimes(most: number): number[] {
    const count = Math.min(most, this.#count, MAX_RECENT_STEPS);
    return Array.from({ length: count }, (_, i) => this.#stepAt(this.#count - count + i).timestamp);
  }

  /** Saves them, or the newest of them where room is short; or restores those that were saved. */
  transfer(io: StateWalk): void {
    if (io.restores) {
      const steps = readSteps(io, MAX_RECENT_STEPS);
      this.clear();
      for (const { sample, ...step } of steps) this.add(sample - 1, [{ index: 0, ...step }]);
      return;
    }
    const writer = new StepsWriter(io);
    const oldest = Math.max(this.#count - MAX_RECENT_STEPS, 0);
    for (let i = this.#count - 1; i >= oldest; i--) {
      const row = ROW_LENGTH * (i % MAX_RECENT_STEPS);
      const pack = this.#rows?.[row + 1] ?? 0;
      const sure = Math.floor(pack / 2);
      const sample = Math.floor(sure / CONFIDENCES);
      const parts = sure - sample * CONFIDENCES;
      if (!writer.write(sample, this.#rows?.[row] ?? 0, parts, pack % 2 === 1)) break;
    }
    writer.end();
  }

  /** Forgets them all. */
  clear(): void {
    this.#rows = undefined;
    this.#count = 0;
  }

  #nextRow(): { readonly rows: Float64Array; readonly row: number } {
    let rows = this.#rows ?? new Float64Array(ROW_LENGTH * FIRST_CAPACITY);
    if (ROW_LENGTH * this.#count === rows.length && this.#count < MAX_RECENT_STEPS) {
      const larger = new Float64Array(2 * rows.length);
      larger.set(rows);
      rows = larger;
    }
    this.#rows = rows;
    const row = ROW_LENGTH * (this.#count % MAX_RECENT_STEPS);
    this.#count++;
    return { rows, row };
  }

  /** A step by its number since the last {@link clear}; one that is still kept. */
  #stepAt(number: number): SavedStep {
    const row = ROW_LENGTH * (number % MAX_RECENT_STEPS);
    const timestamp = this.#rows?.[row] ?? Number.NaN;
    return unpacked(timestamp, this.#rows?.[row + 1] ?? 0);
  }
}

/** Sample, confidence and foot in one whole number, which is exact for the first 10¹¹ samples. */
function packed(sample: number, { confidence, foot }: Step): number {
  return (sample * CONFIDENCES + Math.round(confidence * PARTS)) * 2 + FEET.indexOf(foot);
}

function unpacked(timestamp: number, pack: number): SavedStep {
  const rest = Math.floor(pack / 2);
  const foot = FEET[pack % 2] ?? 'start';
  const confidence = (rest % CONFIDENCES) / PARTS;
  return { sample: Math.floor(rest / CONFIDENCES), timestamp, foot, confidence };
}
