import { expect, test } from 'bun:test';
import { feelingPushes } from '@stepstream/detector/testing';
import type { Recording } from '@stepstream/formats';
import { generateWalk } from '@stepstream/synthetic';
import { observation } from '../evaluation/example-observations.ts';
import { chooseDecision, decisionCost } from './choose-decision.ts';
import { recordScores } from './recorded-scores.ts';

const walk = generateWalk({
  segments: [
    { activity: 'standing', seconds: 3 },
    { activity: 'walking', seconds: 20 },
    { activity: 'standing', seconds: 3 },
  ],
  samplingRate: 50,
});
/** The walk, with a hole in it in which everything starts anew. */
const recording: Recording = {
  times: walk.times.map((time) => (time > 12 ? time + 1 : time)),
  accel: Float64Array.from(walk.accel),
  gyro: null,
  activity: null,
};
const network = {
  id: 'test',
  weights: feelingPushes(),
  delay: 0.2,
  calibration: { slope: 1, intercept: 0 },
  hindsightCalibration: { slope: 1, onFoot: 0, intercept: 0 },
};

test('the bounds chosen are the ones that cost least', () => {
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
  const truth = walk.steps.map(({ timestamp }) => (timestamp > 12 ? timestamp + 1 : timestamp));
  const scores = recordScores(recording, network);
  const scored = { recording, scores, observation: observation(meta, [], { truth }) };
  const chosen = chooseDecision([scored], network);
  expect(chosen.threshold).toBeWithin(0.7, 0.9);
  expect(chosen.walkThreshold).toBeWithin(0.9, 1);
  expect(chosen.hindsightThreshold).toBeWithin(0.5, 1);
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
