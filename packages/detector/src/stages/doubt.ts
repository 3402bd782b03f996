import type { StateIO } from '../state-io.ts';

/** In a walk, a contact below this probability must be in rhythm… */
const MIN_UNDOUBTED = 0.8;
/** …give or take this share of the usual interval. */
const IN_RHYTHM_SHARE = 0.3;

/** A contact, and how probable it is. */
export interface Contact {
  /** Seconds on the sensor's clock. */
  readonly time: number;
  /** 0 … 1. */
  readonly confidence: number;
}

/**
 * Whether a contact of a walk is neither probable nor in its rhythm. Whoever stands about after a walk
 * makes such.
 *
 * @param interval seconds since the contact before
 * @param usual the usual interval, in seconds; 0: not known, and nothing is doubtful
 */
export function isDoubtful(confidence: number, interval: number, usual: number): boolean {
  if (usual === 0 || confidence >= MIN_UNDOUBTED) return false;
  return Math.abs(interval - usual) > IN_RHYTHM_SHARE * usual;
}

/** The doubtful contact of a walk, which waits for what comes next. */
export class Doubt {
  #time = Number.NEGATIVE_INFINITY;
  #confidence = 0;

  /** Whether one waits. */
  get waits(): boolean {
    return this.#time !== Number.NEGATIVE_INFINITY;
  }

  /** Its time, in seconds; −∞ where none waits. */
  get time(): number {
    return this.#time;
  }

  put({ time, confidence }: Contact): void {
    this.#time = time;
    this.#confidence = confidence;
  }

  /** Lets go of it. */
  take(): Contact {
    const contact = { time: this.#time, confidence: this.#confidence };
    this.#time = Number.NEGATIVE_INFINITY;
    this.#confidence = 0;
    return contact;
  }

  transfer(io: StateIO): void {
    this.#time = io.number(this.#time);
    this.#confidence = io.number(this.#confidence);
  }
}
