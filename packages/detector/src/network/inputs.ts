import { STANDARD_GRAVITY } from '@stepstream/math';
import { Biquad, butterworth } from '../stages/biquad.ts';
import { FRAME_RATE } from '../stages/resample.ts';
import type { StateIO } from '../state-io.ts';
import { FEATURES } from './shape.ts';

/** Time over which the direction of gravity is averaged, in seconds. */
const GRAVITY_MEMORY = 1;
const GRAVITY_FRAMES = GRAVITY_MEMORY * FRAME_RATE;
/** Cut-off of the slow view of the magnitude, in Hz: the rhythm without the impacts. */
const SLOW = butterworth('low-pass', 3, FRAME_RATE);
/** Brings walking to about ±1. */
const SCALE = 0.75;
/** No input leaves ±this: a wild sample must not fill the network with wild numbers. */
const MAX_INPUT = 8;

/**
 * What the network sees of a frame, the same however the device is held: the magnitude of the
 * acceleration less gravity, its part along the running direction of gravity, its part across, and
 * the magnitude again without its fast part.
 */
export class Inputs {
  /** The features of the newest frame. */
  readonly values = new Float64Array(FEATURES);

  readonly #slow = new Biquad(SLOW);
  #frames = 0;
  #gravityX = 0;
  #gravityY = 0;
  #gravityZ = 0;

  /** Takes a frame's mean acceleration in m/s², gravity included. */
  next(x: number, y: number, z: number): void {
    const magnitude = Math.sqrt(x * x + y * y + z * z);
    if (this.#frames === 0) this.#slow.settle(magnitude);
    // A plain mean at first, so that the direction is right from the first frame on.
    if (this.#frames < GRAVITY_FRAMES) this.#frames++;
    const gain = 1 / this.#frames;
    this.#gravityX += gain * (x - this.#gravityX);
    this.#gravityY += gain * (y - this.#gravityY);
    this.#gravityZ += gain * (z - this.#gravityZ);
    const length = Math.sqrt(
      this.#gravityX * this.#gravityX +
        this.#gravityY * this.#gravityY +
        this.#gravityZ * this.#gravityZ,
    );
    const dot = x * this.#gravityX + y * this.#gravityY + z * this.#gravityZ;
    const vertical = length > 1e-6 ? dot / length : magnitude;
    const horizontal = Math.sqrt(Math.max(magnitude * magnitude - vertical * vertical, 0));
    this.values[0] = scaled(magnitude - STANDARD_GRAVITY);
    this.values[1] = scaled(vertical - length);
    this.values[2] = scaled(horizontal);
    this.values[3] = scaled(this.#slow.next(magnitude) - STANDARD_GRAVITY);
  }

  /** Forgets the past. */
  reset(): void {
    this.values.fill(0);
    this.#slow.reset();
    this.#frames = 0;
    this.#gravityX = this.#gravityY = this.#gravityZ = 0;
  }

  transfer(io: StateIO): void {
    this.#slow.transfer(io);
    this.#frames = io.whole(this.#frames);
    this.#gravityX = io.number(this.#gravityX);
    this.#gravityY = io.number(this.#gravityY);
    this.#gravityZ = io.number(this.#gravityZ);
  }
}

/**
 * What the network sees of a value in m/s²: its root, nearly, so that a soft walk is not lost beside the
 * impacts of a hard one. Near zero it is linear.
 */
function scaled(value: number): number {
  const root = SCALE * (Math.sqrt(1 + 2 * Math.abs(value)) - 1);
  const input = root > MAX_INPUT ? MAX_INPUT : root;
  return value < 0 ? -input : input;
}
