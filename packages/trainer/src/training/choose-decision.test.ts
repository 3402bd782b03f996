import { describe, expect, test } from 'bun:test';
import { FRAME_RATE, HINDSIGHT_FRAMES } from '@stepstream/detector/internals';
import { feelingPushes } from '@stepstream/detector/testing';
import type { Recording } from '@stepstream/formats';
import { contacts, observation } from '../evaluation/example-observations.ts';
import { chooseDecision, decisionCost } from './choose-decision.ts';
import type { RecordedScores } from './recorded-scores.ts';

const SECONDS = 60;
const network = {
  id: 'test',
  weights: feelingPushes(),
  delay: 0.2,
  calibration: { slope: 1, intercept: 0 },
  hindsightCalibration: { slope: 1, onFoot: 0, intercept: 0 },
};

/** A peak of what a network says: of a contact or of what is none. */
interface Peak {
  readonly time: number;
  /** How probable it is at first, and in hindsight. */
  readonly probability: number;
  readonly hindsight: number;
}

const peaksAt = (times: readonly number[], probability: number, hindsight = 0.01): Peak[] =>
  times.map((time) => ({ time, probability, hindsight }));

/** The scores of a network that says so, and nothing of all other moments. */
function scoresOf(peaks: readonly Peak[]): RecordedScores {
  const frames = SECONDS * FRAME_RATE;
  const logits = new Float32Array(frames).fill(-9);
  const hindsight = Float32Array.from({ length: frames }, (_, i) => (i % 2 ? -9 : Number.NaN));
  const logit = (probability: number) => Math.log(probability / (1 - probability));
  for (const { time, probability, hindsight: later } of peaks) {
    const frame = Math.round((time + network.delay) * FRAME_RATE);
    logits[frame] = logit(probability);
    hindsight[(frame + HINDSIGHT_FRAMES) | 1] = logit(later);
  }
  return { logits, hindsight, onFoot: new Float32Array(frames) };
}

/** What is chosen for a network that says `peaks`, where the contacts are known. */
function chosenFor(truth: readonly number[], peaks: readonly Peak[]) {
  const recording: Recording = {
    times: Float64Array.from({ length: SECONDS * FRAME_RATE }, (_, i) => i / FRAME_RATE),
    accel: new Float64Array(3 * SECONDS * FRAME_RATE).fill(1),
    gyro: null,
    activity: null,
  };
  const meta = {
    set: 'phones',
    person: 'walker1',
    phone: 'a',
    placement: 'inhand',
    surface: 'hard',
    number: 1,
    name: 'walk',
    path: '',
  } as const;
  const scored = {
    recording,
    scores: scoresOf(peaks),
    observation: observation(meta, [], { truth: [...truth] }),
  };
  return chooseDecision([scored], network);
}

describe('the bounds chosen are the ones that miss the targets least', () => {
  const walk = contacts(20, 0.6, 5);
  const seen = peaksAt(walk, 0.95, 0.99);
  const middle = { threshold: 0.22, walkThreshold: 0.6, hindsightThreshold: 0.86 };

  test('those tried first, where nothing depends on them', () => {
    expect(chosenFor(walk, seen)).toEqual(middle);
    expect(chosenFor([], [])).toEqual(middle);
  });

  test('a contact', () => {
    const slow = contacts(16, 1, 5);
    const between = contacts(15, 1, 5.5);
    const peaks = (probability: number) => [
      ...peaksAt(slow, 0.95),
      ...peaksAt(between, probability),
    ];
    const all = [...slow, ...between].sort((a, b) => a - b);
    expect(chosenFor(all, peaks(0.2))).toEqual({ ...middle, threshold: 0.17 });
    expect(chosenFor(slow, peaks(0.25))).toEqual({ ...middle, threshold: 0.3 });
  });

  test('a walk', () => {
    const short = contacts(6, 0.6, 40);
    const seenAndShort = [...seen, ...peaksAt(short, 0.64)];
    expect(chosenFor(walk, seenAndShort)).toEqual({ ...middle, walkThreshold: 0.68 });
    expect(chosenFor([...walk, ...short], seenAndShort)).toEqual(middle);
  });

  test('three contacts in hindsight', () => {
    const three = contacts(3, 0.6, 40);
    const seenAndThree = [...seen, ...peaksAt(three, 0.7, 0.83)];
    expect(chosenFor([...walk, ...three], seenAndThree)).toEqual({
      ...middle,
      hindsightThreshold: 0.8,
    });
    expect(chosenFor(walk, seenAndThree)).toEqual(middle);
  });
});

test('a set that is missing costs nothing', () => {
  const none = {
    handheld: null,
    phones: null,
    daily: null,
    watch: null,
    sports: null,
    pockets: null,
    chores: null,
    walks: null,
  };
  expect(decisionCost(none)).toBe(0);
});
