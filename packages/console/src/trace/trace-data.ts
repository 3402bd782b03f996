import { CadenceMeter } from '@stepstream/detector/internals';
import { Pyramid } from './pyramid.ts';

/** A step on the trace. */
export interface Mark {
  /** Seconds, as the samples'. */
  readonly time: number;
  readonly foot: 'start' | 'end';
  /** Which step of the session it is, from 1 on. */
  readonly number: number;
}

/** Steps that follow one another without a pause. */
export interface Walk {
  readonly from: number;
  to: number;
  steps: number;
}

/** How a trace is kept. */
export interface TraceOptions {
  /** Most samples that are kept; then the older half goes. Default: all. */
  readonly maxSamples?: number;
  /** Unix time, in seconds, at which Unix times begin. Default: that of the first sample. */
  readonly begun?: number;
}

/** Of a stream without end at most so many samples are kept: almost six hours at 50 Hz. */
export const MAX_STREAM_SAMPLES = 1 << 20;
/** A clock that goes back by more than this, in seconds, is another clock. */
const MAX_STEP_BACK_SECONDS = 1;
/** Times beyond this, in seconds, are Unix times: they are shown from the beginning on. */
const MIN_UNIX_SECONDS = 1e8;
/** Clocks of devices are wrong by so much, in seconds; a signal that is older was recorded before. */
const MAX_CLOCK_ERROR_SECONDS = 60;
/** With this long between two steps, in seconds, another walk has begun. */
const MAX_PAUSE_SECONDS = 3;

/** What a sensor and the detector said over time: grows at the end, and is drawn in pieces. */
export class TraceData {
  /** Grows with each change, so that whoever draws knows when to. */
  version = 0;
  /** Samples that are kept. */
  length = 0;
  times = new Float64Array(1024);
  magnitudes = new Float32Array(1024);
  starts = new Float32Array(1024);
  ends = new Float32Array(1024);
  readonly extents = { magnitudes: new Pyramid(), starts: new Pyramid(), ends: new Pyramid() };
  readonly marks: Mark[] = [];
  readonly walks: Walk[] = [];
  /** Times of the true steps on the clock of the samples, where they are known. */
  truths: readonly number[] = [];
  readonly #maxSamples: number;
  readonly #begun: number | undefined;
  #cadence = new CadenceMeter();
  /** Where its times begin. */
  #origin: number | undefined;

  constructor({ maxSamples = Number.POSITIVE_INFINITY, begun }: TraceOptions = {}) {
    this.#maxSamples = maxSamples;
    this.#begun = begun;
  }

  /** Time of the first and of the newest sample; NaN where there is none. */
  get firstTime(): number {
    return this.length > 0 ? (this.times[0] as number) : Number.NaN;
  }
  get lastTime(): number {
    return this.length > 0 ? (this.times[this.length - 1] as number) : Number.NaN;
  }

  /** What its times count from, on the clock of the samples: 0, unless these are Unix times. */
  get origin(): number {
    return this.#origin ?? 0;
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
    if (this.length >= this.#maxSamples) this.#dropOlderHalf();
    if (this.length === this.times.length) this.#doubleRoom();
    this.#put(this.length, time, magnitude, start, end);
    this.length++;
    this.version++;
  }

  /** Adds a confirmed step. By default it is the one after the last. */
  mark(moment: number, foot: Mark['foot'], number = (this.marks.at(-1)?.number ?? 0) + 1): void {
    const time = this.#fromOrigin(moment);
    this.marks.push({ time, foot, number });
    const walk = this.walks.at(-1);
    if (walk && time - walk.to <= MAX_PAUSE_SECONDS) {
      walk.to = time;
      walk.steps++;
    } else {
      this.walks.push({ from: time, to: time, steps: 1 });
    }
    this.#cadence.step(time);
    this.version++;
  }

  /**
   * Tells which samples of a stretch are not there yet: those after the newest or, where the stretch ends well before
   * that and so is of another clock, all.
   *
   * @param last time of the stretch's last sample
   */
  newer(last = Number.NaN): (moment: number) => boolean {
    const end = this.lastTime;
    if (Number.isNaN(end) || end - this.#fromOrigin(last) > MAX_STEP_BACK_SECONDS)
      return () => true;
    return (moment) => this.#fromOrigin(moment) > end;
  }

  clear(): void {
    this.length = 0;
    this.marks.length = 0;
    this.walks.length = 0;
    this.truths = [];
    for (const extents of Object.values(this.extents)) extents.clear();
    this.#origin = undefined;
    this.#cadence = new CadenceMeter();
    this.version++;
  }

  /** Index of the first sample at or after `time`. */
  indexAt(time: number): number {
    return firstAt(this.length, (i) => this.times[i] as number, time);
  }

  /** The confirmed steps from one time to another. */
  marksBetween(from: number, to: number): readonly Mark[] {
    const at = (i: number) => (this.marks[i] as Mark).time;
    const first = firstAt(this.marks.length, at, from);
    let last = first;
    while (last < this.marks.length && at(last) <= to) last++;
    return this.marks.slice(first, last);
  }

  /** The true steps from one time to another. */
  truthsBetween(from: number, to: number): readonly number[] {
    return this.truths
      .map((moment) => moment - this.origin)
      .filter((time) => time >= from && time <= to);
  }

  #put(i: number, time: number, magnitude: number, start: number, end: number): void {
    this.times[i] = time;
    this.magnitudes[i] = magnitude;
    this.starts[i] = start;
    this.ends[i] = end;
    this.extents.magnitudes.add(i, magnitude);
    this.extents.starts.add(i, start);
    this.extents.ends.add(i, end);
  }

  #fromOrigin(moment: number): number {
    if (Number.isNaN(moment)) return moment;
    const isUnix = Math.abs(moment) > MIN_UNIX_SECONDS;
    // What was recorded long before its session has its own beginning.
    const isOfSession = this.#begun !== undefined && moment > this.#begun - MAX_CLOCK_ERROR_SECONDS;
    this.#origin ??= !isUnix ? 0 : isOfSession ? (this.#begun as number) : Math.floor(moment);
    return moment - this.#origin;
  }

  #doubleRoom(): void {
    const room = 2 * this.times.length;
    const times = new Float64Array(room);
    times.set(this.times);
    this.times = times;
    const moved = (old: Float32Array) => {
      const values = new Float32Array(room);
      values.set(old);
      return values;
    };
    this.magnitudes = moved(this.magnitudes);
    this.starts = moved(this.starts);
    this.ends = moved(this.ends);
  }

  #dropOlderHalf(): void {
    const drop = this.length >> 1;
    const { length, times, magnitudes, starts, ends } = this;
    for (const extents of Object.values(this.extents)) extents.clear();
    for (let i = drop; i < length; i++) {
      this.#put(
        i - drop,
        ...([times[i], magnitudes[i], starts[i], ends[i]] as [number, number, number, number]),
      );
    }
    this.length -= drop;
    const first = this.firstTime;
    this.marks.splice(0, this.marks.findLastIndex(({ time }) => time < first) + 1);
    this.walks.splice(0, this.walks.findLastIndex(({ to }) => to < first) + 1);
  }
}

/** The first of the sorted values that is not below another. */
function firstAt(length: number, value: (index: number) => number, least: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(middle) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
