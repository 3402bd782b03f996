import { describe, expect, test } from 'bun:test';
import { StepDetector } from '@stepstream/detector';
import { networkModel } from '@stepstream/detector/internals';
import { feelingPushes, randomModel } from '@stepstream/detector/testing';
import type { Recording } from '@stepstream/formats';
import { generateWalk } from '@stepstream/synthetic';
import { runDetector } from '../evaluation/run-detector.ts';
import { recordScores, replayedModel } from './recorded-scores.ts';

const walk = generateWalk({
  segments: [
    { activity: 'standing', seconds: 3 },
    { activity: 'walking', seconds: 20 },
    { activity: 'standing', seconds: 3 },
    { activity: 'walking', seconds: 1.5 },
    { activity: 'standing', seconds: 3 },
  ],
});
/** The walk, with a hole in it in which everything starts anew. */
const recording: Recording = {
  times: walk.times.map((time) => (time > 12 ? time + 1 : time)),
  accel: walk.accel,
  gyro: null,
  activity: null,
};
const networks = [
  ['that feels pushes', { ...randomModel(), weights: feelingPushes(), delay: 0.2 }],
  ['of random weights', randomModel({ delay: 0.25 })],
] as const;

/** Scores are recorded as single floats. */
function expectSame(
  found: ReturnType<typeof runDetector>,
  expected: ReturnType<typeof runDetector>,
): void {
  expect(found.length).toBe(expected.length);
  for (const [i, { timestamp, confidence, ...rest }] of found.entries()) {
    const same = expected[i];
    expect(rest).toEqual({ confirmedAt: same?.confirmedAt ?? 0, steady: same?.steady ?? false });
    expect(timestamp).toBeCloseTo(same?.timestamp ?? 0, 5);
    expect(confidence ?? 0).toBeCloseTo(same?.confidence ?? 0, 6);
  }
}

describe.each(networks)('the scores of a network %s', (_, network) => {
  const scores = recordScores(recording, network);

  test('are one for each frame, and every other one has something in hindsight', () => {
    expect(scores.hindsight.length).toBe(scores.logits.length);
    expect(scores.onFoot.length).toBe(scores.logits.length);
    // Before the hole and at the end, frames are added to finish the stream.
    expect(scores.logits.length).toBeWithin(50 * 30, 50 * 36);
    const fresh = scores.hindsight.filter((value) => !Number.isNaN(value)).length;
    expect(fresh / scores.logits.length).toBeWithin(0.49, 0.51);
  });

  test('make a detector find what it finds in the samples, whatever the decision', () => {
    let found = 0;
    for (const decision of [
      { threshold: 0.6, walkThreshold: 0.7, hindsightThreshold: 0.5 },
      { threshold: 0.3, walkThreshold: 0.1, hindsightThreshold: 0.9 },
      { threshold: 0.9, walkThreshold: 0.95, hindsightThreshold: 0.2 },
    ]) {
      const parameters = {
        ...network,
        ...decision,
        calibration: { slope: 0.7, intercept: 0.3 },
        hindsightCalibration: { slope: 0.5, onFoot: 0.25, intercept: -0.4 },
      };
      for (const confirmAfter of [undefined, 1, 3]) {
        const options = { confirmAfter };
        const live = new StepDetector({ ...options, model: networkModel(parameters) });
        const replayed = new StepDetector({ ...options, model: replayedModel(parameters, scores) });
        const steps = runDetector(live, recording);
        expectSame(runDetector(replayed, recording), steps);
        found += steps.length;
      }
    }
    expect(found).toBeGreaterThan(50);
  });
});
