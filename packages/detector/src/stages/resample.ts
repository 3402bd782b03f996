import type { StateIO } from '../state-io.ts';

/** Frames per second that every later stage sees, whatever the device sends. */
export const FRAME_RATE = 50;

/** What a sample's time means for the stream it arrives in. */
export type Continuity =
  /** It follows the sample before. */
  | 'continues'
  /** It repeats the time of the sample before, or is older by less than the clock tolerance. */
  | 'late'
  /** It is the first one, or follows after a gap too long to bridge. */
  | 'gap'
  /** Its clock stepped back so far that it must be another clock. */
  | 'new_clock';

/** Gaps up to this many seconds are bridged by a straight line; one contact at most hides there. */
export const MAX_BRIDGED_GAP_SECONDS = 0.5;

/** A timestamp that goes back by more than this many seconds starts a new clock. */
export const MAX_DISORDER_SECONDS = 1;

/**
 * Turns samples at any times into frames at {@link FRAME_RATE}.
 *
 * The signal between two samples is taken as a straight line, and a frame is the *mean* of that
 * line over the frame's 20 ms. One rule serves every device: a fast one (500 Hz) is averaged, which
 * keeps its noise and vibration from folding into the walking band; a slow one (20 Hz) is
 * interpolated; jitter needs no special case, because each sample counts for the time it covers.
 *
 * Frame k of a stream covers the time from `origin + k/50` to `origin + (k + 1)/50`, where `origin`
 * is the time of the stream's first sample.
 */
export class Resampler {
  /** Mean acceleration over the frame that {@link next} completed, m/s². */
  x = 0;
  y = 0;
  z = 0;
  /** Time at the middle of that frame, in seconds. */
  time = 0;

  #started = false;
  #origin = 0;
  /** Index of the frame that is being filled. */
  #index = 0;
  /** The end of what has been integrated so far: a sample, or a frame boundary between two. */
  #fromTime = 0;
  #fromX = 0;
  #fromY = 0;
  #fromZ = 0;
  /** The newest sample, also of a stream that has ended. */
  #toTime = Number.NEGATIVE_INFINITY;
  #toX = 0;
  #toY = 0;
  #toZ = 0;
  /** Integral over the part of the frame that is filled. */
  #sumX = 0;
  #sumY = 0;
  #sumZ = 0;

  /** Tells what a sample at `time` would be to this stream. */
  continuity(time: number): Continuity {
    const step = time - this.#toTime;
    if (step > MAX_BRIDGED_GAP_SECONDS) return 'gap';
    if (step > 0) return this.#started ? 'continues' : 'gap';
    return step >= -MAX_DISORDER_SECONDS ? 'late' : 'new_clock';
  }

  /** The newest sample; null before the first, and after {@link end}. */
  get newest(): { time: number; x: number; y: number; z: number } | null {
    if (!this.#started) return null;
    return { time: this.#toTime, x: this.#toX, y: this.#toY, z: this.#toZ };
  }

  /** Begins a stream with its first sample. */
  start(time: number, x: number, y: number, z: number): void {
    this.#started = true;
    this.#origin = time;
    this.#index = 0;
    this.#sumX = this.#sumY = this.#sumZ = 0;
    this.#fromTime = this.#toTime = time;
    this.#fromX = this.#toX = x;
    this.#fromY = this.#toY = y;
    this.#fromZ = this.#toZ = z;
  }

  /**
   * Ends the stream, whose last sample was at `time`. The next one begins another stream of the same clock:
   * it may be late, and if it is far too late, its clock is a new one.
   */
  end(time: number): void {
    this.#started = false;
    this.#toTime = time;
  }

  /** Adds the next sample of the stream; then call {@link next} until it returns false. */
  add(time: number, x: number, y: number, z: number): void {
    this.#toTime = time;
    this.#toX = x;
    this.#toY = y;
    this.#toZ = z;
  }

  /** Completes the next frame that the newest sample makes possible, if there is one. */
  next(): boolean {
    const boundary = this.#origin + (this.#index + 1) / FRAME_RATE;
    if (this.#toTime < boundary) {
      this.#integrate(this.#toTime, this.#toX, this.#toY, this.#toZ);
      return false;
    }
    const span = this.#toTime - this.#fromTime;
    const share = span > 0 ? (boundary - this.#fromTime) / span : 0;
    this.#integrate(
      boundary,
      this.#fromX + share * (this.#toX - this.#fromX),
      this.#fromY + share * (this.#toY - this.#fromY),
      this.#fromZ + share * (this.#toZ - this.#fromZ),
    );
    this.x = this.#sumX * FRAME_RATE;
    this.y = this.#sumY * FRAME_RATE;
    this.z = this.#sumZ * FRAME_RATE;
    this.time = boundary - 0.5 / FRAME_RATE;
    this.#sumX = this.#sumY = this.#sumZ = 0;
    this.#index++;
    return true;
  }

  transfer(io: StateIO): void {
    this.#started = io.flag(this.#started);
    this.#origin = io.number(this.#origin);
    this.#index = io.whole(this.#index);
    this.#fromTime = io.number(this.#fromTime);
    this.#fromX = io.number(this.#fromX);
    this.#fromY = io.number(this.#fromY);
    this.#fromZ = io.number(this.#fromZ);
    this.#toTime = io.number(this.#toTime);
    this.#toX = io.number(this.#toX);
    this.#toY = io.number(this.#toY);
    this.#toZ = io.number(this.#toZ);
    this.#sumX = io.number(this.#sumX);
    this.#sumY = io.number(this.#sumY);
    this.#sumZ = io.number(this.#sumZ);
  }

  /** Trapezoid from where the integral stands to a point on the line. */
  #integrate(time: number, x: number, y: number, z: number): void {
    const half = (time - this.#fromTime) / 2;
    this.#sumX += half * (this.#fromX + x);
    this.#sumY += half * (this.#fromY + y);
    this.#sumZ += half * (this.#fromZ + z);
    this.#fromTime = time;
    this.#fromX = x;
    this.#fromY = y;
    this.#fromZ = z;
  }
}
