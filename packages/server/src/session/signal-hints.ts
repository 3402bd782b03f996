import { magnitudeAt, ROW_LENGTH, type SampleBlock, type Settings } from '@stepstream/protocol';
import type { NumberIO } from './number-io.ts';
import { hintOf, type SignalHint } from './signal-hint.ts';

/** Signal that is looked at before anything is said, in seconds; pauses count for no more than this. */
const JUDGED_SECONDS = 3;
const MAX_PAUSE_SECONDS = 1;
const MIN_SAMPLES = 4;

/*
 * In 779 recordings (phones, watches, wrists, trunks; at rest, walking, jogging, jumping), the mean |a| of the
 * first three seconds is 9.4 to 21.3 m/s², and of any three seconds 6.2 to 23.4. No limit here lies in that range.
 */
/** Mean |a| that a device in g shows at rest and while walking. */
const MIN_IN_G = 0.8;
const MAX_IN_G = 1.3;
/** Below this, gravity can't be in it. */
const MAX_WITHOUT_GRAVITY_MPS2 = 3;
/** Below this, it can't be if there is no steady pull either; walking without gravity reaches this. */
const MAX_UNSTEADY_MPS2 = 6;
/** More than a jogger's wrist has. */
const MAX_PLAUSIBLE_MPS2 = 25;
/**
 * |mean of a| over mean of |a|, at least, where there is gravity: in 99 % of three seconds of the
 * recordings. Without gravity it is mostly below 0.2.
 */
const MIN_STEADINESS = 0.6;
/** Steps are not to be seen in less. */
const MIN_RATE_HZ = 10;

/** Nothing seems wrong. */
export const NO_HINTS: readonly SignalHint[] = [];

/** Looks at the first seconds of a session's signal, and gives a hint of each thing that seems wrong with it. */
export class SignalHints {
  #given: readonly SignalHint[];
  #samples = 0;
  /** Of them, those that came more than a period of {@link MIN_RATE_HZ} after the one before. */
  #slowSamples = 0;
  #seconds = 0;
  #lastTime = Number.NaN;
  #sumMagnitude = 0;
  #sumX = 0;
  #sumY = 0;
  #sumZ = 0;

  /** @param given what was given before: for a signal in other units. It is not given again */
  constructor(given: readonly SignalHint[] = NO_HINTS) {
    this.#given = given;
  }

  /** What seems wrong, in the order in which it was found; at most one of each code. */
  get given(): readonly SignalHint[] {
    return this.#given;
  }

  /**
   * Looks at the samples of a frame.
   *
   * @param arrivalSeconds when they came, for those without a time of their own
   * @returns whether it has seen enough: what is {@link given} is final, and nothing is to be shown any more
   */
  look(block: SampleBlock, settings: Settings, arrivalSeconds: number): boolean {
    this.#add(block, arrivalSeconds);
    if (this.#seconds < JUDGED_SECONDS || this.#samples < MIN_SAMPLES) return false;
    this.#give(this.#strength(settings.gravity));
    this.#give(this.#rate());
    return true;
  }

  /** Saves or restores what has been seen; what was given is its maker's to save. */
  transfer(io: NumberIO): void {
    this.#samples = io.number(this.#samples);
    this.#slowSamples = io.number(this.#slowSamples);
    this.#seconds = io.number(this.#seconds);
    this.#lastTime = io.number(this.#lastTime);
    this.#sumMagnitude = io.number(this.#sumMagnitude);
    this.#sumX = io.number(this.#sumX);
    this.#sumY = io.number(this.#sumY);
    this.#sumZ = io.number(this.#sumZ);
  }

  #give(hint: SignalHint | undefined): void {
    if (!hint || this.#given.some(({ code }) => code === hint.code)) return;
    this.#given = [...this.#given, hint];
  }

  #add({ rows, count, timed }: SampleBlock, arrivalSeconds: number): void {
    for (let index = 0; index < count; index++) {
      const row = index * ROW_LENGTH;
      this.#sumMagnitude += magnitudeAt(rows, row + 1);
      this.#sumX += rows[row + 1] as number;
      this.#sumY += rows[row + 2] as number;
      this.#sumZ += rows[row + 3] as number;
      if (timed) this.#addInterval((rows[row] as number) - this.#lastTime, 1);
      if (timed) this.#lastTime = rows[row] as number;
    }
    this.#samples += count;
    if (timed) return;
    this.#addInterval((arrivalSeconds - this.#lastTime) / count, count);
    this.#lastTime = arrivalSeconds;
  }

  #addInterval(interval: number, samples: number): void {
    // Not before the second sample, and not where the clock steps back.
    if (!(interval >= 0)) return;
    this.#seconds += samples * Math.min(interval, MAX_PAUSE_SECONDS);
    if (interval > 1 / MIN_RATE_HZ) this.#slowSamples += samples;
  }

  #strength(gravity: Settings['gravity']): SignalHint | undefined {
    const mean = this.#sumMagnitude / this.#samples;
    const steady = Math.hypot(this.#sumX, this.#sumY, this.#sumZ) / this.#sumMagnitude;
    if (mean > MAX_PLAUSIBLE_MPS2) return hintOf('too_strong', rounded(mean));
    if (gravity === 'excluded') return undefined;
    if (mean >= MIN_IN_G && mean <= MAX_IN_G && steady >= MIN_STEADINESS) {
      return hintOf('looks_like_g', rounded(mean));
    }
    const isUnsteady = mean < MAX_UNSTEADY_MPS2 && steady < MIN_STEADINESS;
    if (mean < MAX_WITHOUT_GRAVITY_MPS2 || isUnsteady) {
      return hintOf('looks_like_no_gravity', rounded(mean));
    }
    return undefined;
  }

  /** By the median interval, so that a pause does not count. */
  #rate(): SignalHint | undefined {
    if (2 * this.#slowSamples <= this.#samples) return undefined;
    return hintOf('rate_too_low', rounded((this.#samples - 1) / this.#seconds));
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
