import type { MissedStep } from '@stepstream/protocol';
import { nonsense, type StateWalk } from './state-walk.ts';

/** A step, and the number of the session's sample that confirmed it, from 1. */
export interface SavedStep extends MissedStep {
  readonly sample: number;
}

/** Times are told in whole microseconds, and confidences in parts of 10,000. */
const MICROS = 1e6;
const PARTS = 10_000;
/** Larger times are not whole numbers of microseconds to the bit. */
const MAX_MICROS = 2 ** 51;
/** Most bytes that one takes, and the end of the list. */
const MAX_STEP_BYTES = 24;
/** Where there is no other step. */
const END = 0;

/**
 * Saves steps one after the other, the newest first, each as the difference to the one before: some seven bytes. One
 * that there is no room for is left out, and so are those after it.
 */
export class StepsWriter {
  readonly #io: StateWalk;
  #micros = 0;
  #sample = 0;

  constructor(io: StateWalk) {
    this.#io = io;
  }

  /**
   * Saves the step before.
   *
   * @param parts its confidence in parts of 10,000
   * @returns whether there was room for it
   */
  write(sample: number, timestamp: number, parts: number, isEnd: boolean): boolean {
    const io = this.#io;
    if (io.room < MAX_STEP_BYTES) return false;
    // No sum is −0, which has no whole number of its own.
    const micros = Math.round(timestamp * MICROS) + 0;
    const isWhole = Math.abs(micros) <= MAX_MICROS && Object.is(micros / MICROS, timestamp);
    // Most steps are sure: so this is a small number.
    const doubt = PARTS - parts;
    io.whole((doubt * 2 + (isEnd ? 1 : 0)) * 2 + (isWhole ? 0 : 1) + 1);
    io.whole(folded(this.#sample - sample));
    this.#sample = sample;
    if (isWhole) {
      io.whole(folded(this.#micros - micros));
      this.#micros = micros;
    } else {
      io.number(timestamp);
    }
    return true;
  }

  /** There is no other step. */
  end(): void {
    this.#io.whole(END);
  }
}

/** Saves steps, the oldest first; see {@link StepsWriter}. */
export function writeSteps(io: StateWalk, steps: readonly SavedStep[]): void {
  const writer = new StepsWriter(io);
  for (const { sample, timestamp, confidence, foot } of steps.toReversed()) {
    if (!writer.write(sample, timestamp, Math.round(confidence * PARTS), foot === 'end')) break;
  }
  writer.end();
}

/**
 * Restores steps, the oldest first.
 *
 * @throws {SessionStateError} where they can't be steps
 */
export function readSteps(io: StateWalk, most: number): SavedStep[] {
  const steps: SavedStep[] = [];
  let micros = 0;
  let sample = 0;
  for (let pack = io.whole(0); pack !== END; pack = io.whole(0)) {
    const parts = PARTS - Math.floor((pack - 1) / 4);
    if (parts < 0 || steps.length === most) throw nonsense();
    const foot = Math.floor((pack - 1) / 2) % 2 === 1 ? 'end' : 'start';
    sample -= unfolded(io.whole(0));
    let timestamp: number;
    if (pack % 2 === 1) {
      micros -= unfolded(io.whole(0));
      timestamp = micros / MICROS;
    } else {
      timestamp = io.number(0);
    }
    if (!(sample >= 0) || !Number.isFinite(timestamp)) throw nonsense();
    steps.push({ sample, timestamp, foot, confidence: parts / PARTS });
  }
  return steps.reverse();
}

/** Whole numbers of both signs as ones without: 0, −1, 1, −2, 2 … */
function folded(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unfolded(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}
