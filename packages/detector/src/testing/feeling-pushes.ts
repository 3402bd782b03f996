import {
  BLOCK_TAPS,
  CHANNELS,
  CONTACT,
  DILATIONS,
  FEATURES,
  FRAMES_AT_ONCE,
  HINDSIGHT_FRAMES,
  IN_HINDSIGHT,
  INNER_CHANNELS,
  INPUTS,
  PARAMETER_COUNT,
  STEM_TAPS,
  tensor,
} from '../network/shape.ts';
import { FRAME_RATE } from '../stages/resample.ts';

/** How long after a push the network of {@link feelingPushes} reports it, in seconds. */
export const FELT_LATE = 1 / FRAME_RATE;

/** What an input that is over gravity adds to the score, for each 1 of it. */
export const FELT = 8;

/**
 * The weights of a network made by hand, whose outputs are known in advance. A frame's score is
 * `rest` and {@link FELT} times the first input of the frame *before*, which tells how far it was over
 * gravity: the second score of a pair is of a frame that the network has not seen yet. In hindsight it
 * says the same again, and whether one is on foot it never knows.
 */
export function feelingPushes(rest = -4): Float32Array {
  const weights = new Float32Array(PARAMETER_COUNT);
  const set = (name: string, place: number, weight: number) => {
    weights[tensor(name).offset + place] = weight;
  };
  const tell = (output: number, channel: number) => {
    set('head.weight', output * CHANNELS + channel, FELT);
    set('head.bias', output, rest);
  };
  for (let frame = 0; frame < FRAMES_AT_ONCE; frame++) {
    // A channel of its own for the magnitude of each of the newest pair's frames.
    const input = frame * INPUTS + frame * FEATURES;
    set('stem.weight', input * STEM_TAPS + STEM_TAPS - 1, 1);
    tell(CONTACT + frame, frame);
  }
  // The first of them goes on from channel to channel, each time as much later as a block looks back.
  let channel = CONTACT;
  let next = FRAMES_AT_ONCE;
  let pairs = HINDSIGHT_FRAMES / FRAMES_AT_ONCE;
  for (const [block, dilation] of DILATIONS.entries()) {
    if (!(pairs & dilation)) continue;
    set(`blocks.${block}.depthwise.weight`, channel * BLOCK_TAPS + 1, 1);
    set(`blocks.${block}.widen.weight`, channel, 1);
    set(`blocks.${block}.narrow.weight`, next * INNER_CHANNELS, 1);
    pairs -= dilation;
    channel = next++;
  }
  tell(IN_HINDSIGHT, channel);
  return weights;
}
