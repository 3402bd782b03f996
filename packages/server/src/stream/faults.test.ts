import { describe, expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { aWalk, detect, rows } from '@stepstream/testing/stream';
import { streamWorld } from './testing/stream-world.ts';

const walk = rows(aWalk({ seed: 7 }));
const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };

function setUp(maxFrameBytes?: number) {
  const { open } = streamWorld({}, maxFrameBytes);
  return open();
}

describe('a frame that can not be used', () => {
  test.each([
    ['garbage', { code: 'invalid_json' }],
    ['[1]', { code: 'invalid_message' }],
    ['{"action":"dance"}', { code: 'unknown_action', field: 'action' }],
    ['{"accel_x":1,"accel_y":"2","accel_z":3}', { code: 'invalid_value', field: 'accel_y' }],
    [
      '{"accel_x":1,"accel_z":3}',
      {
        error: 'Missing sensor data fields',
        code: 'missing_fields',
        field: 'accel_y',
        required_fields: ['accel_x', 'accel_y', 'accel_z', 'gyro_x', 'gyro_y', 'gyro_z'],
      },
    ],
  ])('%s is told what is wrong with it', (text, expected) => {
    expect(setUp().ask(text)).toMatchObject({ type: 'error', ...expected });
  });

  test('of bytes is told what is wrong with it', () => {
    const { ask } = setUp();
    expect(ask(new Uint8Array(7))).toMatchObject({ type: 'error', code: 'invalid_binary' });
  });

  test('carries no field where none is to blame', () => {
    const answer = setUp().ask('garbage');
    expect(answer).not.toHaveProperty('field');
    expect(answer).not.toHaveProperty('required_fields');
  });

  test('changes nothing: not the count, not the walk, not the samples', () => {
    const { ask, session } = setUp();
    walk.forEach(([timestamp, accel_x, accel_y, accel_z], i) => {
      if (i % 5 === 0) ask('{"accel_x":900,"accel_y":900,"accel_z":900}');
      const answer = ask({ timestamp, accel_x, accel_y, accel_z });
      expect(answer).toMatchObject({ total_predictions: i + 1 });
    });
    const steps = detect(walk, new StepDetector({ model: CLASSIC }));
    expect(session?.steps).toBe(steps.length);
  });
});

describe('the longest frame', () => {
  const text = JSON.stringify({ ...SAMPLE, note: 'ü'.repeat(100) });
  const bytes = Buffer.byteLength(text);

  test('is measured in bytes of UTF-8, not in letters', () => {
    expect(text.length).toBeLessThan(bytes);
    expect(setUp(bytes).ask(text)).toMatchObject({ type: 'step_detection' });
    expect(setUp(bytes - 1).ask(text)).toMatchObject({
      type: 'error',
      code: 'too_large',
      error: `The message is longer than ${bytes - 1} bytes`,
    });
  });

  test('holds for bytes, too', () => {
    const binary = new Uint8Array(8 + 28);
    expect(setUp(binary.length).ask(binary)).toMatchObject({ type: 'step_detection' });
    expect(setUp(binary.length - 1).ask(binary)).toMatchObject({ code: 'too_large' });
  });
});

test('a batch of which some samples can be used counts those, and names the others', () => {
  const { ask, session } = setUp();
  const samples = [SAMPLE, { ...SAMPLE, accel_y: 1e6 }, SAMPLE, { accel_x: 1 }];
  expect(ask({ samples })).toMatchObject({
    type: 'step_detection',
    total_predictions: 2,
    rejected: [
      { index: 1, code: 'invalid_value', field: 'accel_y' },
      { index: 3, code: 'missing_fields', field: 'accel_y' },
    ],
  });
  expect(session?.samples).toBe(2);
  expect(ask({ samples: [{}] })).toMatchObject({ type: 'error' });
  expect(session?.samples).toBe(2);
});
