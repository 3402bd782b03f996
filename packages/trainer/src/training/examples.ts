import {
  FEATURES,
  FRAME_RATE,
  FRAMES_AT_ONCE,
  INPUTS,
  Inputs,
} from '@stepstream/detector/internals';
import { eachFrame } from '../frames.ts';
import type { Piece } from './augment.ts';

/** Seconds from a contact to the frame whose output speaks of it. */
export const DELAY = 0.27;
/** Width of the target around it: standard deviation, in seconds. */
const TARGET_WIDTH = 0.04;
/** A frame this near a contact also knows the foot: where the target is over ½. */
const SIDE_REACH = 0.047;

/** What the network is to make of a stretch of pairs of frames. */
export interface Example {
  /** Inputs, a row each, with a place for every pair. */
  readonly inputs: readonly Float32Array[];
  /** How much each of a pair's moments is a contact, 0 … 1: a row for each output. */
  readonly targets: readonly Float32Array[];
  /** 1 where a moment teaches, else 0: a row for each output. */
  readonly masks: readonly Float32Array[];
  /** The foot at a pair: 0, 1, or −1 where it is not known or there is none. */
  readonly side: Int8Array;
}

/**
 * Runs a piece through the detector's own resampling and features, and sets the targets. A piece with
 * a hole in it, at which a detector would start anew, ends there.
 *
 * @param pairs how many pairs of frames the example has; where the piece is shorter, the rest teaches
 *   nothing
 */
export function toExample(piece: Piece, pairs: number, delay = DELAY): Example {
  const rows = (count: number) => Array.from({ length: count }, () => new Float32Array(pairs));
  const inputs = rows(INPUTS);
  const filled = fillInputs(piece, inputs, pairs);
  const example: Example = {
    inputs,
    targets: rows(FRAMES_AT_ONCE),
    masks: rows(FRAMES_AT_ONCE),
    side: new Int8Array(pairs).fill(-1),
  };
  const moments = momentsOf(piece, FRAMES_AT_ONCE * (pairs + 1), delay);
  for (let pair = 0; pair < pairs; pair++) {
    for (let output = 0; output < FRAMES_AT_ONCE; output++) {
      // Once the pair's last frame is there, the outputs speak of its moment and the next one's.
      const frame = FRAMES_AT_ONCE * pair + FRAMES_AT_ONCE - 1 + output;
      (example.targets[output] as Float32Array)[pair] = moments.target[frame] as number;
      (example.masks[output] as Float32Array)[pair] =
        pair < filled ? (moments.mask[frame] as number) : 0;
      if ((moments.side[frame] as number) >= 0 && pair < filled) {
        example.side[pair] = moments.side[frame] as number;
      }
    }
  }
  return example;
}

/** What is to be said of each frame's moment: that which was one delay before its middle. */
function momentsOf(piece: Piece, frames: number, delay: number) {
  const target = new Float32Array(frames);
  const mask = new Float32Array(frames);
  const side = new Int8Array(frames).fill(-1);
  const begin = piece.times[0] as number;
  for (let i = 0; i < frames; i++) {
    // Contacts before the stream began have no frame.
    mask[i] = (i + 0.5) / FRAME_RATE - delay >= 0 ? 1 : 0;
  }
  const frameOf = (time: number) => (time - begin + delay) * FRAME_RATE - 0.5;
  for (const { start, end } of piece.unknown) {
    const from = Math.max(0, Math.ceil(frameOf(start)));
    mask.fill(0, from, Math.max(from, Math.min(frames, Math.floor(frameOf(end)) + 1)));
  }
  for (const contact of piece.contacts) {
    const centre = frameOf(contact.time);
    for (let i = Math.max(0, Math.ceil(centre - 8)); i <= Math.min(frames - 1, centre + 8); i++) {
      const distance = (i - centre) / FRAME_RATE;
      target[i] = Math.max(target[i] as number, Math.exp(-0.5 * (distance / TARGET_WIDTH) ** 2));
      if (contact.side !== null && Math.abs(distance) < SIDE_REACH) side[i] = contact.side;
    }
  }
  return { target, mask, side };
}

/** @returns how many pairs the piece was long enough for */
function fillInputs(piece: Piece, rows: readonly Float32Array[], pairs: number): number {
  const features = new Inputs();
  let frame = 0;
  let streams = 0;
  eachFrame(
    piece,
    () => streams++,
    ({ x, y, z }) => {
      const pair = Math.floor(frame / FRAMES_AT_ONCE);
      if (streams > 1 || pair >= pairs) return;
      features.next(x, y, z);
      const first = (frame % FRAMES_AT_ONCE) * FEATURES;
      for (let k = 0; k < FEATURES; k++) {
        (rows[first + k] as Float32Array)[pair] = features.values[k] as number;
      }
      frame++;
    },
  );
  return Math.floor(frame / FRAMES_AT_ONCE);
}
