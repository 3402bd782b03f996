import { CadenceMeter } from '@stepstream/detector/internals';

/** A step on the trace. */
export interface Mark {
  /** Seconds, as the samples'. */
  readonly time: number;
  readonly foot: 'start' | 'end';
  /** Which step of the session it is, from 1 on. */
  readonly number: number;
}

/** At most so many samples are kept: an hour and a half at 50 Hz. Older ones go. */
const MAX_SAMPLES = 1 << 18;
/** A clock that goes back by more than this, in seconds, is another clock. */
const MAX_STEP_BACK_SECONDS = 1;

/** Times beyond this, in seconds, are Unix times: they are shown from the first on. */
const MIN_UNIX_SECONDS = 1e8;

/** What a sensor and the detector said over time: grows at the end, and is drawn in pieces. */
export class TraceData {
  /** Grows with each change, so that whoever draws knows when to. */
  version = 0;
  /** Samples that are kept. */
  length = 0;
  times = new Float64Array(1024);
  magnitudes = new Float64Array(1024);
  starts = new Float64Array(1024);
  ends = new Float64Array(1024);
  readonly marks: Mark[] = [];
  /** Times of the true steps, where they are known. */
  truths: readonly number[] = [];
  #cadence = new CadenceMeter();
  /** Where its times begin. */
  #origin: number | undefined;

  /** Time of the first and of the newest sample; NaN where there is none. */
  get firstTime(): number {
    return this.length > 0 ? (this.times[0] as number) : Number.NaN;
  }
  get lastTime(): number {
    return this.length > 0 ? (this.times[this.length - 1] as number) : Number.NaN;
  }

  /** Steps a minute, now. */
  get cadence(): number {
    return this.#cadence.at(this.lastTime);
  }

  /** Adds a sample; one that is older than the newest is passed over. */
  push(moment: number, magnitude: number, start: number, end: number): void {
    const time = this.#fromOrigin(moment);
    const last = this.lastTime;
    if (last - time > MAX_STEP_BACK_SECONDS) {
      this.clear();
      this.push(moment, magnitude, start, end);
      return;
    }
    if (time <= last || Number.isNaN(time)) return;
    if (this.length === this.times.length) this.#makeRoom();
    this.times[this.length] = time;
    this.magnitudes[this.length] = magnitude;
    this.starts[this.length] = start;
    this.ends[this.length] = end;
    this.length++;
    this.version++;
  }

  /** Adds a confirmed step. By default it is the one after the last. */
  mark(moment: number, foot: Mark['foot'], number = (this.marks.at(-1)?.number ?? 0) + 1): void {
    const time = this.#fromOrigin(moment);
    this.marks.push({ time, foot, number });
    this.#cadence.step(time);
    this.version++;
  }

  clear(): void {
    this.length = 0;
    this.marks.length = 0;
    this.truths = [];
    this.#origin = undefined;
    this.#cadence = new CadenceMeter();
    this.version++;
  }

  /** Index of the first sample at or after `time`. */
  indexAt(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #fromOrigin(moment: number): number {
    if (Number.isNaN(moment)) return moment;
    this.#origin ??= Math.abs(moment) > MIN_UNIX_SECONDS ? Math.floor(moment) : 0;
    return moment - this.#origin;
  }

  /** Doubles the room, or drops the older half. */
  #makeRoom(): void {
    const drop = this.length >= MAX_SAMPLES ? this.length >> 1 : 0;
    const size = drop > 0 ? this.length : this.length * 2;
    const moved = (old: Float64Array) => {
      const values = new Float64Array(size);
      values.set(old.subarray(drop, this.length));
      return values;
    };
    this.times = moved(this.times);
    this.magnitudes = moved(this.magnitudes);
    this.starts = moved(this.starts);
    this.ends = moved(this.ends);
    this.length -= drop;
    const first = this.firstTime;
    const kept = this.marks.findIndex(({ time }) => time >= first);
    if (drop > 0) this.marks.splice(0, kept < 0 ? this.marks.length : kept);
  }
}
