import type { ConfirmedStep } from '@stepstream/detector';
import type { TraceMessage } from '@stepstream/protocol';
import type { Session, SessionObserver } from '../session/index.ts';

/** A viewer who is told late loses the oldest: more than this many samples are not kept. */
const MAX_SAMPLES = 5000;

/** Keeps what a watched session says, until it is taken. */
export class TraceRecorder implements SessionObserver {
  #times: number[] = [];
  #magnitudes: number[] = [];
  #starts: number[] = [];
  #ends: number[] = [];
  #steps: { timestamp: number; foot: ConfirmedStep['foot'] }[] = [];

  sample(
    time: number,
    magnitude: number,
    detector: { readonly startProbability: number; readonly endProbability: number },
  ): void {
    if (this.#times.length >= MAX_SAMPLES) this.#forget();
    this.#times.push(round(time, 1e4));
    this.#magnitudes.push(round(magnitude, 1e3));
    this.#starts.push(round(detector.startProbability, 1e3));
    this.#ends.push(round(detector.endProbability, 1e3));
  }

  step({ timestamp, foot }: ConfirmedStep): void {
    this.#steps.push({ timestamp: round(timestamp, 1e4), foot });
  }

  /** What has come from its session since the last time; nothing where nothing has. */
  take({ id, steps }: Pick<Session, 'id' | 'steps'>): TraceMessage | undefined {
    if (this.#times.length === 0) return undefined;
    const message: TraceMessage = {
      type: 'trace',
      session_id: id,
      times: this.#times,
      magnitudes: this.#magnitudes,
      starts: this.#starts,
      ends: this.#ends,
      steps: this.#steps,
      total_steps: steps,
    };
    this.#forget();
    return message;
  }

  #forget(): void {
    this.#times = [];
    this.#magnitudes = [];
    this.#starts = [];
    this.#ends = [];
    this.#steps = [];
  }
}

/** Rounds to a whole number of parts of one. */
function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
