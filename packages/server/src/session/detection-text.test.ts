import { expect, test } from 'bun:test';
import type { StepDetector } from '@stepstream/detector';
import fc from 'fast-check';
import { detection, stepMessage } from './detection.ts';
import { detectionText } from './detection-text.ts';

const probability = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 10_000),
  fc.constantFrom(0, 0.5, 0.99995, 0.99994999, 0.00005, 0.000049999, 1),
);
const foot = fc.constantFrom('start' as const, 'end' as const);
/** What the answer reads of a detector, which tells a landing of one class at a time. */
const detector = fc
  .record({
    judged: probability,
    judgedFoot: foot,
    inStep: fc.boolean(),
    windowFill: fc.nat(131),
    pendingSteps: fc.nat(10),
  })
  .map(({ judged, judgedFoot, ...rest }) => {
    const startProbability = judgedFoot === 'start' ? judged : 0;
    return { ...rest, startProbability, endProbability: judged - startProbability } as StepDetector;
  });
const steps = fc.array(
  fc
    .record({
      timestamp: fc.double({ noNaN: true, min: -1e9, max: 2e9 }),
      foot,
      confidence: probability,
    })
    .map((step) => stepMessage(3, step)),
  { maxLength: 4 },
);
const detected = fc.record({
  steps,
  totalSteps: fc.nat(1e6),
  totalSamples: fc.nat(2 ** 31 - 1),
  magnitude: fc.oneof(
    fc.double({ min: 0, max: 1001, noNaN: true }),
    fc.constantFrom(0, 1, 9.99995, 9.999949, 1000, 5e-324),
  ),
});

test('the text says what the object says, character by character', () => {
  fc.assert(
    fc.property(detector, detected, (state, facts) => {
      const expected = JSON.stringify({ ...detection(state, facts), timestamp: '1.5' });
      expect(detectionText(state, facts, '"timestamp":"', '1.5')).toBe(expected);
    }),
    { numRuns: 3000 },
  );
});
