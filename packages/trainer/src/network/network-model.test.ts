import { describe, expect, test } from 'bun:test';
import type { Scorer } from '@stepstream/detector/internals';
import {
  FEATURES,
  FRAMES_AT_ONCE,
  HINDSIGHT_FRAMES,
  Inputs,
  networkModel,
  ON_FOOT,
  RECEPTIVE_FIELD,
  restoreState,
  saveState,
  tensor,
} from '@stepstream/detector/internals';
import { FELT, feelingPushes, randomModel } from '@stepstream/detector/testing';
import { rotate, STANDARD_GRAVITY, uniformRotation, type Vector } from '@stepstream/math';
import { generateWalk } from '@stepstream/synthetic';
import { NetworkGradient } from './gradient.ts';
import { compileKernels } from './kernels.ts';

const UNCALIBRATED = { slope: 1, intercept: 0 };
const MODEL = randomModel({
  calibration: UNCALIBRATED,
  hindsightCalibration: { ...UNCALIBRATED, onFoot: 0 },
});

function walking(seed: number, seconds = 6): Vector[] {
  const { times, accel } = generateWalk({ segments: [{ activity: 'walking', seconds }], seed });
  return Array.from(
    times,
    (_, i) => [0, 1, 2].map((axis) => accel[3 * i + axis]) as unknown as Vector,
  );
}

/** Frames before the first smoothed score: one has nothing to be smoothed with. */
const UNSCORED = 2;

/** What becomes of the scores of frames: each is the mean of it and the one before. */
const smoothed = (scores: readonly number[]) =>
  scores.map((score, i) => 0.5 * ((scores[i - 1] ?? Number.NEGATIVE_INFINITY) + score));

/** What a network that feels pushes says of each frame: it is one frame late. */
function felt(frames: readonly Vector[]): number[] {
  const features = new Inputs();
  const scores = frames.map((frame) => {
    features.next(...frame);
    return -4 + FELT * Math.max(0, features.values[0] as number);
  });
  return [Number.NEGATIVE_INFINITY, ...scores.slice(0, -1)];
}

function logits(scorer: Scorer, frames: readonly Vector[]): number[] {
  return frames.map((frame) => {
    scorer.next(...frame);
    expect(scorer.salience).toBe(scorer.logit);
    return scorer.logit;
  });
}

/** What is said in hindsight with each frame: a contact, on foot, and whether it is new. */
function inHindsight(scorer: Scorer, frames: readonly Vector[]): [number, number, boolean][] {
  return frames.map((frame) => {
    scorer.next(...frame);
    return [scorer.hindsight, scorer.onFoot, scorer.fresh];
  });
}

const fresh = (changes: Parameters<typeof randomModel>[0] = {}) =>
  networkModel({ ...MODEL, ...changes }).createScorer();

test('the model tells the detector what is in its file', () => {
  expect(networkModel(MODEL)).toMatchObject({
    id: 'random-1',
    delay: 0.25 + 0.01,
    hindsightDelay: 0.25 + 0.72,
    threshold: 0.3,
    walkThreshold: 0.6,
    hindsightThreshold: 0.7,
    windowLength: RECEPTIVE_FIELD,
  });
});

describe('the scorer', () => {
  test('gives the network’s output through the calibration', () => {
    const plain = logits(fresh(), walking(1));
    const calibrated = logits(fresh({ calibration: { slope: 1.7, intercept: -0.4 } }), walking(1));
    for (const [i, logit] of plain.slice(UNSCORED).entries()) {
      expect(calibrated[UNSCORED + i]).toBeCloseTo(1.7 * logit - 0.4, 9);
    }
    // The first frame has no score, for no pair is complete; so the next has none.
    for (const first of plain.slice(0, UNSCORED)) expect(first).toBe(Number.NEGATIVE_INFINITY);
    expect(new Set(plain).size).toBe(plain.length - UNSCORED + 1);
  });

  test('scores both frames of a pair as the trained network does over the whole recording', async () => {
    const frames = walking(1, 8).slice(0, 400);
    const network = new NetworkGradient(await compileKernels(), frames.length / FRAMES_AT_ONCE);
    network.parameters.set(MODEL.weights);
    const features = new Inputs();
    for (const [i, frame] of frames.entries()) {
      features.next(...frame);
      const place = (i % FRAMES_AT_ONCE) * FEATURES;
      for (const [k, value] of features.values.entries()) {
        network.input(place + k)[Math.floor(i / FRAMES_AT_ONCE)] = value;
      }
    }
    network.forward();
    // The first contact output is of the pair's second frame, the other of the frame after the pair.
    const raw = frames.slice(1).map((_, i) => {
      return network.output(i % FRAMES_AT_ONCE)[Math.floor(i / FRAMES_AT_ONCE)] as number;
    });
    const expected = smoothed([Number.NEGATIVE_INFINITY, ...raw]).slice(UNSCORED);
    const largest = Math.max(...expected.map(Math.abs));
    for (const [i, score] of logits(fresh(), frames).slice(UNSCORED).entries()) {
      // The rings of the past are rounded, which the training knows nothing of.
      expect(Math.abs(score - Number(expected[i])) / largest).toBeLessThan(1e-3);
    }
  });

  test('gives each frame its own score, on time', () => {
    const pushes = Array.from({ length: 40 }, (_, i) => (i < 10 ? 0 : (i * i) % 7));
    const scorer = fresh({ weights: feelingPushes() });
    const frames = pushes.map((push): Vector => [0, 0, STANDARD_GRAVITY + push]);
    const expected = smoothed(felt(frames));
    for (const [i, score] of logits(scorer, frames).slice(UNSCORED).entries()) {
      expect(score).toBeCloseTo(expected[UNSCORED + i] as number, 5);
    }
  });

  test('says in hindsight what it said at first, later by the delay between them', () => {
    const frames = walking(1);
    const weights = feelingPushes();
    const scores = felt(frames);
    const again = inHindsight(fresh({ weights }), frames);
    for (let i = HINDSIGHT_FRAMES + 1; i < frames.length; i += FRAMES_AT_ONCE) {
      // The rings on the way are rounded to parts of 1/1024.
      expect(again[i]?.[0]).toBeCloseTo(scores[i - HINDSIGHT_FRAMES] as number, 1);
      expect(again[i]?.[1]).toBe(0);
    }
  });

  test('keeps what hindsight says from pair to pair, and tells when it is new', () => {
    const frames = walking(1);
    const never = Number.NEGATIVE_INFINITY;
    const told = inHindsight(fresh(), frames);
    expect(told[0]).toEqual([never, never, false]);
    for (const [i, [hindsight, onFoot, isNew]] of told.entries()) {
      expect(isNew).toBe(i % FRAMES_AT_ONCE === FRAMES_AT_ONCE - 1);
      if (isNew) expect([hindsight, onFoot]).not.toContain(never);
      else if (i > 0) expect([hindsight, onFoot]).toEqual(told[i - 1]?.slice(0, 2) as number[]);
    }
    expect(new Set(told.map(([hindsight]) => hindsight)).size).toBe(1 + frames.length / 2);
    const hindsightCalibration = { slope: 1.7, onFoot: 0, intercept: -0.4 };
    expect(inHindsight(fresh({ hindsightCalibration }), frames)).toEqual(
      told.map(([hindsight, ...others]) => [1.7 * hindsight - 0.4, ...others]),
    );
  });

  test('adds to hindsight what it says of being on foot, within ±5', () => {
    const frames = walking(1, 3);
    const hindsightCalibration = { slope: 1, onFoot: 0.3, intercept: 0 };
    const bias = tensor('head.bias').offset + ON_FOOT;
    for (const [said, counted] of [
      [-30, -5],
      [-2, -2],
      [3, 3],
      [30, 5],
    ] as const) {
      const weights = feelingPushes();
      weights[bias] = said;
      const plain = inHindsight(fresh({ weights }), frames);
      const weighed = inHindsight(fresh({ weights, hindsightCalibration }), frames);
      for (const [i, [hindsight]] of plain.entries()) {
        if (i === 0) continue;
        expect(weighed[i]?.[0]).toBeCloseTo(hindsight + 0.3 * counted, 6);
        expect(weighed[i]?.[1]).toBe(counted);
      }
    }
  });

  test('does not mind how the device is held', () => {
    const plain = logits(fresh(), walking(2));
    const held = uniformRotation(0.3, 0.1, 0.8);
    const turned = logits(
      fresh(),
      walking(2).map((frame) => rotate(held, frame)),
    );
    const largest = Math.max(...plain.slice(UNSCORED).map(Math.abs));
    for (const [i, logit] of plain.entries()) {
      if (i < UNSCORED) continue;
      // The network keeps its past in single floats.
      expect(Math.abs(logit - Number(turned[i])) / largest).toBeLessThan(1e-5);
    }
  });

  test('forgets everything at a reset', () => {
    const scorer = fresh();
    logits(scorer, walking(3));
    scorer.reset();
    expect(scorer.logit).toBe(Number.NEGATIVE_INFINITY);
    expect(scorer.hindsight).toBe(Number.NEGATIVE_INFINITY);
    expect(scorer.onFoot).toBe(Number.NEGATIVE_INFINITY);
    expect(scorer.fresh).toBe(false);
    expect(logits(scorer, walking(1))).toEqual(logits(fresh(), walking(1)));
    // In the middle of a pair, too.
    scorer.reset();
    logits(scorer, walking(3).slice(0, 101));
    scorer.reset();
    expect(logits(scorer, walking(1))).toEqual(logits(fresh(), walking(1)));
  });

  test('goes on to the bit from a saved state', () => {
    const frames = walking(4);
    const whole = logits(fresh(), frames);
    // In the middle of a pair, and between two.
    for (const middle of [0, 1, 2, 77, 200]) {
      const [first, second] = [fresh(), fresh()];
      logits(first, frames.slice(0, middle));
      logits(second, walking(5));
      const state = saveState('x', (io) => first.transfer(io));
      restoreState(state, 'x', (io) => second.transfer(io));
      for (const field of ['logit', 'hindsight', 'onFoot', 'fresh'] as const) {
        expect(second[field]).toBe(first[field]);
      }
      expect(logits(second, frames.slice(middle))).toEqual(whole.slice(middle));
    }
  });

  test('shares nothing with another of its model but the weights', () => {
    const model = networkModel(MODEL);
    const [one, two] = [model.createScorer(), model.createScorer()];
    logits(one, walking(6));
    expect(logits(two, walking(1))).toEqual(logits(fresh(), walking(1)));
  });
});
