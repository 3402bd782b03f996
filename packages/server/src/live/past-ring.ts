import { STANDARD_GRAVITY } from '@stepstream/math';
import { magnitudeAt, ROW_LENGTH, type TraceMessage } from '@stepstream/protocol';
import type { SampleTrace } from '../hooks/index.ts';
import { round } from './round.ts';

/** How long the past is, in seconds. */
export const PAST_SECONDS = 30;
/** So many samples of a second are kept. */
const RATE = 25;
const MAX_SAMPLES = PAST_SECONDS * RATE;
/** A sample may come so much before it is due, in seconds: sensors' clocks jitter. */
const MAX_EARLY_SECONDS = 0.005;
/** What times, magnitudes and probabilities are whole numbers of, so that a sample takes six bytes. */
const TIME_UNIT = 0.0005;
const MAGNITUDE_UNIT = 0.01;
const PROBABILITY_UNIT = 1 / 255;
const MAX_UINT16 = 65_535;

/** A step of the past. */
type PastStep = TraceMessage['steps'][number];

/**
 * What a session has sent over the last half minute, 25 samples of each second: of those that are left out, one of
 * their slot stands for all, the one that is farthest from rest. It holds 4.5 KB, and 16 bytes for each step.
 */
export class PastRing {
  readonly #gaps = new Uint16Array(MAX_SAMPLES);
  readonly #magnitudes = new Uint16Array(MAX_SAMPLES);
  readonly #starts = new Uint8Array(MAX_SAMPLES);
  readonly #ends = new Uint8Array(MAX_SAMPLES);
  /** Of each step its time, and 1 for a start or 0: objects would take as much as the samples. */
  readonly #steps: number[] = [];
  /** Where the newest is, and how many there are. */
  #at = -1;
  #length = 0;
  /** Time of the newest, as it is kept; NaN before the first. */
  #time = Number.NaN;
  /** When the next one is to be kept. */
  #due = Number.NEGATIVE_INFINITY;

  /** Takes the samples of a frame. */
  samples({ block, startProbabilities, endProbabilities }: SampleTrace): void {
    const { rows, count } = block;
    for (let i = 0; i < count; i++) {
      const row = i * ROW_LENGTH;
      this.#take(
        rows[row] as number,
        magnitudeAt(rows, row + 1),
        startProbabilities[i] as number,
        endProbabilities[i] as number,
      );
    }
  }

  /** Takes a step that was confirmed. */
  step({ timestamp, foot }: PastStep): void {
    this.#steps.push(timestamp, foot === 'start' ? 1 : 0);
    while (this.#time - (this.#steps[0] ?? Number.NaN) > PAST_SECONDS) this.#steps.splice(0, 2);
  }

  /** What there is, as a trace; undefined where there is nothing. */
  trace(sessionId: string, totalSteps: number): TraceMessage | undefined {
    if (this.#length === 0) return undefined;
    const times: number[] = [];
    const [magnitudes, starts, ends]: [number[], number[], number[]] = [[], [], []];
    let time = this.#time;
    for (let i = 0; i < this.#length && this.#time - time <= PAST_SECONDS; i++) {
      const at = (this.#at - i + MAX_SAMPLES) % MAX_SAMPLES;
      times.push(round(time, 1e4));
      magnitudes.push(round((this.#magnitudes[at] as number) * MAGNITUDE_UNIT, 100));
      starts.push(round((this.#starts[at] as number) * PROBABILITY_UNIT, 1e3));
      ends.push(round((this.#ends[at] as number) * PROBABILITY_UNIT, 1e3));
      time -= (this.#gaps[at] as number) * TIME_UNIT;
    }
    for (const values of [times, magnitudes, starts, ends]) values.reverse();
    const first = times[0] as number;
    const steps: PastStep[] = [];
    for (let i = 0; i < this.#steps.length; i += 2) {
      const timestamp = this.#steps[i] as number;
      const foot = this.#steps[i + 1] === 1 ? 'start' : 'end';
      if (timestamp >= first) steps.push({ timestamp: round(timestamp, 1e4), foot });
    }
    return {
      ...{ type: 'trace', session_id: sessionId, past: true },
      ...{ times, magnitudes, starts, ends, steps, total_steps: totalSteps },
    };
  }

  #take(time: number, magnitude: number, start: number, end: number): void {
    const gap = time - this.#time;
    // The first one; a clock that was set; or nothing for so long that all before is older than the past.
    if (!(gap >= 0 && gap <= MAX_UINT16 * TIME_UNIT)) this.#clear();
    const value = Math.min(Math.round(magnitude / MAGNITUDE_UNIT), MAX_UINT16);
    const shares = [
      Math.round(start / PROBABILITY_UNIT),
      Math.round(end / PROBABILITY_UNIT),
    ] as const;
    if (this.#length > 0 && time < this.#due - MAX_EARLY_SECONDS) {
      if (excess(value) > excess(this.#magnitudes[this.#at] as number)) {
        this.#magnitudes[this.#at] = value;
      }
      this.#starts[this.#at] = Math.max(this.#starts[this.#at] as number, shares[0]);
      this.#ends[this.#at] = Math.max(this.#ends[this.#at] as number, shares[1]);
      return;
    }
    this.#at = (this.#at + 1) % MAX_SAMPLES;
    const ticks = this.#length > 0 ? Math.round(gap / TIME_UNIT) : 0;
    // What is kept, and not what came: else what is rounded off would add up.
    this.#time = this.#length > 0 ? this.#time + ticks * TIME_UNIT : time;
    this.#due = Math.max(this.#due + 1 / RATE, time + 0.5 / RATE);
    this.#gaps[this.#at] = ticks;
    this.#magnitudes[this.#at] = value;
    this.#starts[this.#at] = shares[0];
    this.#ends[this.#at] = shares[1];
    this.#length = Math.min(this.#length + 1, MAX_SAMPLES);
  }

  #clear(): void {
    this.#length = 0;
    this.#at = -1;
    this.#time = Number.NaN;
    this.#due = Number.NEGATIVE_INFINITY;
    this.#steps.length = 0;
  }
}

/** How far from rest. */
function excess(value: number): number {
  return Math.abs(value - STANDARD_GRAVITY / MAGNITUDE_UNIT);
}
