import { magnitudeAt, ROW_LENGTH, type Step, type TraceMessage } from '@stepstream/protocol';
import type { SampleTrace, StepSession } from '../hooks/index.ts';
import { round } from './round.ts';

/** A viewer who is told late loses the oldest: more than this many samples are not kept. */
const MAX_SAMPLES = 5000;

/** Keeps what a watched session says, until it is taken. */
export class TraceRecorder {
  #times: number[] = [];
  #magnitudes: number[] = [];
  #starts: number[] = [];
  #ends: number[] = [];
  #steps: { timestamp: number; foot: Step['foot'] }[] = [];

  /** Takes the samples of a frame. */
  samples({ block, startProbabilities, endProbabilities }: SampleTrace): void {
    const { rows, count } = block;
    if (this.#times.length + count > MAX_SAMPLES) this.#forget();
    for (let i = 0; i < count; i++) {
      const row = i * ROW_LENGTH;
      this.#times.push(round(rows[row] as number, 1e4));
      this.#magnitudes.push(round(magnitudeAt(rows, row + 1), 1e3));
      this.#starts.push(round(startProbabilities[i] as number, 1e3));
      this.#ends.push(round(endProbabilities[i] as number, 1e3));
    }
  }

  /** Takes a step that was confirmed. */
  step({ timestamp, foot }: Pick<Step, 'timestamp' | 'foot'>): void {
    this.#steps.push({ timestamp: round(timestamp, 1e4), foot });
  }

  /** What has come from its session since the last time; nothing where nothing has. */
  take({ id, steps }: Pick<StepSession, 'id' | 'steps'>): TraceMessage | undefined {
    // The end of a session may confirm steps without a further sample.
    if (this.#times.length === 0 && this.#steps.length === 0) return undefined;
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
