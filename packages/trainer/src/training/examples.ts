import {
  FEATURES,
  FRAME_RATE,
  FRAMES_AT_ONCE,
  HINDSIGHT_FRAMES,
  IN_HINDSIGHT,
  INPUTS,
  Inputs,
  ON_FOOT,
  OUTPUTS,
} from '@stepstream/detector/internals';
import { PAUSE } from '../evaluation/walks.ts';
import { eachFrame } from '../frames.ts';
import type { Piece } from './augment.ts';

/** Seconds from a contact to the frame whose output speaks of it. */
export const DELAY = 0.26;
/** Width of the target around it: standard deviation, in seconds. */
const TARGET_WIDTH = 0.04;
/** A walk begins so long before its first contact, and ends so long after its last, in seconds… */
const WALK_MARGIN = 0.25;
/** …and for as long again it is not clear whether it is one. */
const WALK_DOUBT = 0.35;
/** The first and the last contact of a walk weigh so much more, within so many seconds. */
const EDGE_WEIGHT = 2.5;
const EDGE_REACH = 0.35;

/** What the network is to make of a stretch of pairs of frames. */
export interface Example {
  /** Inputs, a row each, with a place for every pair. */
  readonly inputs: readonly Float32Array[];
  /** What each output is to say, 0 … 1: a row for each output. */
  readonly targets: readonly Float32Array[];
  /** How much each teaches; 0 where nothing is known: a row for each output. */
  readonly weights: readonly Float32Array[];
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
  const example: Example = { inputs, targets: rows(OUTPUTS), weights: rows(OUTPUTS) };
  const moments = momentsOf(piece, FRAMES_AT_ONCE * (pairs + 1), delay);
  const set = (
    output: number,
    pair: number,
    frame: number,
    target: Float32Array,
    weight: Float32Array,
  ) => {
    if (frame < 0) return;
    (example.targets[output] as Float32Array)[pair] = target[frame] as number;
    (example.weights[output] as Float32Array)[pair] = weight[frame] as number;
  };
  for (let pair = 0; pair < filled; pair++) {
    // Once the pair's last frame is there, the first outputs speak of its moment and the next one's.
    const frame = FRAMES_AT_ONCE * pair + FRAMES_AT_ONCE - 1;
    for (let output = 0; output < FRAMES_AT_ONCE; output++) {
      set(output, pair, frame + output, moments.contact, moments.contactWeight);
    }
    const earlier = frame - HINDSIGHT_FRAMES;
    set(IN_HINDSIGHT, pair, earlier, moments.contact, moments.contactWeight);
    set(ON_FOOT, pair, earlier, moments.onFoot, moments.onFootWeight);
  }
  return example;
}

/** What is to be said of each frame's moment: that which was one delay before its middle. */
function momentsOf(piece: Piece, frames: number, delay: number) {
  const contact = new Float32Array(frames);
  const contactWeight = new Float32Array(frames);
  const onFoot = new Float32Array(frames);
  const begin = piece.times[0] as number;
  const frameOf = (time: number) => (time - begin + delay) * FRAME_RATE - 0.5;
  const fill = (row: Float32Array, value: number, start: number, end: number) => {
    const from = Math.min(frames, Math.max(0, Math.ceil(frameOf(start))));
    row.fill(value, from, Math.max(from, Math.min(frames, Math.floor(frameOf(end)) + 1)));
  };
  // Contacts before the stream began have no frame.
  fill(contactWeight, 1, begin, Number.MAX_VALUE);
  for (const edge of piece.edges) {
    fill(contactWeight, EDGE_WEIGHT, Math.max(begin, edge - EDGE_REACH), edge + EDGE_REACH);
  }
  const onFootWeight = Float32Array.from(contactWeight, (weight) => Math.min(weight, 1));
  for (const walk of walksOf(piece.contacts)) {
    fill(onFootWeight, 0, walk.start - WALK_MARGIN - WALK_DOUBT, walk.start - WALK_MARGIN);
    fill(onFootWeight, 0, walk.end + WALK_MARGIN, walk.end + WALK_MARGIN + WALK_DOUBT);
  }
  for (const walk of walksOf(piece.contacts)) {
    fill(onFoot, 1, walk.start - WALK_MARGIN, walk.end + WALK_MARGIN);
  }
  for (const { start, end } of piece.unknown) {
    fill(contactWeight, 0, start, end);
    fill(onFootWeight, 0, start, end);
  }
  for (const time of piece.contacts) {
    const centre = frameOf(time);
    for (let i = Math.max(0, Math.ceil(centre - 8)); i <= Math.min(frames - 1, centre + 8); i++) {
      const distance = (i - centre) / FRAME_RATE;
      const target = Math.exp(-0.5 * (distance / TARGET_WIDTH) ** 2);
      contact[i] = Math.max(contact[i] as number, target);
    }
  }
  return { contact, contactWeight, onFoot, onFootWeight };
}

/** From the first contact of each walk to its last. */
function walksOf(contacts: readonly number[]): { start: number; end: number }[] {
  const walks: { start: number; end: number }[] = [];
  for (const time of contacts) {
    const last = walks.at(-1);
    if (last && time - last.end <= PAUSE) last.end = time;
    else walks.push({ start: time, end: time });
  }
  return walks;
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
