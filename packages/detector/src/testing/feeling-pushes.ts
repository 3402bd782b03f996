import {
  CHANNELS,
  FEATURES,
  FRAMES_AT_ONCE,
  INPUTS,
  PARAMETER_COUNT,
  STEM_TAPS,
  tensor,
} from '../network/shape.ts';
import { FRAME_RATE } from '../stages/resample.ts';

/** How long after a push the network of {@link feelingPushes} reports it, in seconds. */
export const FELT_LATE = 1 / FRAME_RATE;

/**
 * The weights of a network made by hand, whose outputs are known in advance. A frame's score is
 * `rest`, and 2 more for each m/s² that the frame *before* was over gravity: the second score of a pair
 * is of a frame that the network has not seen yet.
 */
export function feelingPushes(rest = -4): Float32Array {
  const weights = new Float32Array(PARAMETER_COUNT);
  for (let frame = 0; frame < FRAMES_AT_ONCE; frame++) {
    // A channel of its own for the magnitude of each of the newest pair's frames.
    const input = frame * INPUTS + frame * FEATURES;
    weights[tensor('stem.weight').offset + input * STEM_TAPS + STEM_TAPS - 1] = 1;
    weights[tensor('head.weight').offset + frame * CHANNELS + frame] = 8;
    weights[tensor('head.bias').offset + frame] = rest;
  }
  return weights;
}
