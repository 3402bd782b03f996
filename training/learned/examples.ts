import { Inputs } from '../../src/detector/learned/inputs.ts';
import { INPUTS } from '../../src/detector/learned/shape.ts';
import { FRAME_RATE, Resampler } from '../../src/detector/resample.ts';
import type { Piece } from './augment.ts';

/** Seconds from a contact to the frame whose output speaks of it. */
export const DELAY = 0.27;
/** Width of the target around it: standard deviation, in seconds. */
const TARGET_WIDTH = 0.04;
/** A frame this near a landing also knows the foot: where the target is over ½. */
const SIDE_REACH = 0.047;

/** What the network is to make of a stretch of frames. */
export interface Example {
  /** Inputs, a row each. */
  readonly inputs: readonly Float32Array[];
  /** How much each frame is a landing, 0 … 1. */
  readonly target: Float32Array;
  /** 1 where the frame teaches, else 0. */
  readonly mask: Float32Array;
  /** The foot: 0, 1, or −1 where it is not known or there is none. */
  readonly side: Int8Array;
}

/** Runs a piece through the detector's own resampling and inputs, and sets the targets. */
export function toExample(piece: Piece, length: number, delay = DELAY): Example {
  const example: Example = {
    inputs: Array.from({ length: INPUTS }, () => new Float32Array(length)),
    target: new Float32Array(length),
    mask: new Float32Array(length),
    side: new Int8Array(length).fill(-1),
  };
  const frames = fillInputs(piece, example.inputs, length);
  const begin = piece.times[0] as number;
  for (let i = 0; i < frames; i++) {
    const moment = begin + (i + 0.5) / FRAME_RATE - delay;
    // What landed before the stream began is nobody's business.
    example.mask[i] = moment >= begin ? 1 : 0;
  }
  const frameOf = (time: number) => (time - begin + delay) * FRAME_RATE - 0.5;
  for (const { start, end } of piece.unknown) {
    const from = Math.max(0, Math.ceil(frameOf(start)));
    example.mask.fill(0, from, Math.max(from, Math.min(length, Math.floor(frameOf(end)) + 1)));
  }
  for (const { time, side } of piece.landings) {
    const centre = frameOf(time);
    for (let i = Math.max(0, Math.ceil(centre - 8)); i <= Math.min(length - 1, centre + 8); i++) {
      const distance = (i - centre) / FRAME_RATE;
      const target = Math.exp(-0.5 * (distance / TARGET_WIDTH) ** 2);
      if (target > (example.target[i] as number)) example.target[i] = target;
      if (side !== null && Math.abs(distance) < SIDE_REACH) example.side[i] = side;
    }
  }
  return example;
}

/** @returns how many frames the piece was long enough for */
function fillInputs(piece: Piece, rows: readonly Float32Array[], length: number): number {
  const { times, accel } = piece;
  const resampler = new Resampler();
  const inputs = new Inputs();
  let frame = 0;
  for (let i = 0; i < times.length && frame < length; i++) {
    const x = accel[3 * i] as number;
    const y = accel[3 * i + 1] as number;
    const z = accel[3 * i + 2] as number;
    if (i === 0) {
      resampler.start(times[i] as number, x, y, z);
      continue;
    }
    resampler.add(times[i] as number, x, y, z);
    while (resampler.next() && frame < length) {
      inputs.next(resampler.x, resampler.y, resampler.z);
      for (let k = 0; k < rows.length; k++) {
        (rows[k] as Float32Array)[frame] = inputs.values[k] as number;
      }
      frame++;
    }
  }
  return frame;
}
