import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { Rejection } from '../index.ts';
import { StepDetection } from '../schemas/index.ts';
import {
  createDetection,
  type Detection,
  envelopeText,
  wireStep,
  writeDetection,
} from './server.ts';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const probability = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 10_000),
  fc.constantFrom(0, 0.5, 0.99995, 0.99994999, 0.00005, 0.000049999, 1),
);
const foot = fc.constantFrom('start' as const, 'end' as const);
const rejection: fc.Arbitrary<Rejection> = fc.record(
  {
    index: fc.nat(999),
    code: fc.constantFrom('missing_fields' as const, 'invalid_value' as const),
    field: fc.constantFrom('accel_x', 'timestamp'),
  },
  { requiredKeys: ['index', 'code'] },
);
/** A detector judges one class at a time. */
const judged = fc.record({ likelihood: probability, foot }).map(({ likelihood, foot }) => ({
  startProbability: foot === 'start' ? likelihood : 0,
  endProbability: foot === 'end' ? likelihood : 0,
}));
const detection = fc
  .record({
    kind: fc.constant('detection' as const),
    steps: fc.array(
      fc
        .record({
          timestamp: fc.double({ noNaN: true, min: -1e9, max: 2e9 }),
          foot,
          confidence: probability,
        })
        .map((step) => wireStep(3, step)),
      { maxLength: 4 },
    ),
    totalSteps: fc.nat(1e6),
    totalSamples: fc.nat(2 ** 31 - 1),
    bufferSize: fc.nat(131),
    pendingSteps: fc.nat(10),
    hasCurrentStep: fc.boolean(),
    magnitude: fc.oneof(
      fc.double({ min: 0, max: 1001, noNaN: true }),
      fc.constantFrom(0, 1, 9.99995, 9.999949, 1000, 5e-324),
    ),
    rejected: fc.oneof(fc.constant([]), fc.array(rejection, { maxLength: 3 })),
  })
  .chain((rest) => judged.map((both): Detection => ({ ...rest, ...both })));

/** The answer as an object, told once more in the plainest way. */
function message(detection: Detection): Omit<StepDetection, 'session_id' | 'timestamp'> {
  const { steps, rejected } = detection;
  const start = rounded(detection.startProbability);
  const end = rounded(detection.endProbability);
  const none = rounded(1 - start - end);
  const confidence = Math.max(none, start, end);
  return {
    type: 'step_detection',
    step_detected: steps.length > 0,
    prediction: {
      confidence,
      probabilities: [start, end],
      start_probability: start,
      end_probability: end,
      no_step_probability: none,
      predicted_class: confidence === none ? 0 : confidence === start ? 1 : 2,
      movement_magnitude: rounded(detection.magnitude),
      step_start: steps.some((step) => step.foot === 'start'),
      step_end: steps.some((step) => step.foot === 'end'),
      detector_has_current_step: detection.hasCurrentStep,
    },
    total_steps: detection.totalSteps,
    total_predictions: detection.totalSamples,
    buffer_size: detection.bufferSize,
    steps,
    pending_steps: detection.pendingSteps,
    ...(rejected.length > 0 && { rejected: [...rejected] }),
    message: 'Step detection processed successfully',
    error: null,
  };
}

const rounded = (value: number) => Math.round(value * 1e4) / 1e4;

test('an answer to samples is written as JSON.stringify writes it, and as the schema wants it', () => {
  fc.assert(
    fc.property(detection, (detection) => {
      const text = writeDetection(detection, envelopeText(ID, undefined), '1.5');
      const expected = { ...message(detection), session_id: ID, timestamp: '1.5' };
      expect(text).toBe(JSON.stringify(expected));
      expect(StepDetection.safeParse(JSON.parse(text)).success).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

describe('an answer to samples is written as it always was', () => {
  test('when there is nothing to tell', () => {
    const detection = { ...createDetection(), totalSamples: 1, bufferSize: 1, magnitude: 9.80665 };
    expect(writeDetection(detection, envelopeText(ID, undefined), '1234567890.123')).toBe(
      '{"type":"step_detection","step_detected":false,"prediction":{"confidence":1,' +
        '"probabilities":[0,0],"start_probability":0,"end_probability":0,"no_step_probability":1,' +
        '"predicted_class":0,"movement_magnitude":9.8067,"step_start":false,"step_end":false,' +
        '"detector_has_current_step":false},"total_steps":0,"total_predictions":1,"buffer_size":1,' +
        '"steps":[],"pending_steps":0,"message":"Step detection processed successfully","error":null,' +
        `"session_id":"${ID}","timestamp":"1234567890.123"}`,
    );
  });

  test('after one that could not be written', () => {
    const write = (envelope: string) => writeDetection(createDetection(), envelope, '1');
    const before = write('"a":"');
    expect(() => {
      write('x'.repeat(5000));
    }).toThrow();
    expect(write('"a":"')).toBe(before);
  });

  test('when a step is confirmed in the session of a user', () => {
    const detection: Detection = {
      ...createDetection(),
      steps: [wireStep(3, { timestamp: 12.3400000001, foot: 'start', confidence: 0.97004 })],
      totalSteps: 42,
      totalSamples: 100,
      bufferSize: 50,
      startProbability: 0.97,
      endProbability: 0.01,
      hasCurrentStep: true,
      magnitude: 12.4,
    };
    expect(writeDetection(detection, envelopeText(ID, 'Zoë "Z"'), '1234567890.123')).toBe(
      '{"type":"step_detection","step_detected":true,"prediction":{"confidence":0.97,' +
        '"probabilities":[0.97,0.01],"start_probability":0.97,"end_probability":0.01,' +
        '"no_step_probability":0.02,"predicted_class":1,"movement_magnitude":12.4,"step_start":true,' +
        '"step_end":false,"detector_has_current_step":true},"total_steps":42,"total_predictions":100,' +
        '"buffer_size":50,"steps":[{"index":3,"timestamp":12.34,"foot":"start","confidence":0.97}],' +
        '"pending_steps":0,"message":"Step detection processed successfully","error":null,' +
        `"session_id":"${ID}","user_id":"Zo\\u00eb \\"Z\\"","timestamp":"1234567890.123"}`,
    );
  });
});
