import { describe, expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { walk } from './example-recordings.ts';
import { runDetector } from './run-detector.ts';

describe('runDetector', () => {
  const recording = {
    times: Float64Array.of(10, 10.5, 11, 11.5),
    accel: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    gyro: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2),
    activity: null,
  };

  test('pushes each sample once, as it stands in the recording', () => {
    const pushed: number[][] = [];
    const push = (...sample: number[]) => {
      pushed.push(sample);
      return [];
    };
    runDetector({ push }, recording);
    expect(pushed).toHaveLength(4);
    expect(pushed[1]).toEqual([10.5, 4, 5, 6, 0.4, 0.5, 0.6]);
  });

  test('a missing gyroscope is NaN', () => {
    const pushed: number[][] = [];
    const push = (...sample: number[]) => {
      pushed.push(sample);
      return [];
    };
    runDetector({ push }, { ...recording, gyro: null });
    expect(pushed[0]).toEqual([10, 1, 2, 3, Number.NaN, Number.NaN, Number.NaN]);
  });

  test('knows which sample confirmed a step and whether alone, though the array is reused', () => {
    const answer: { timestamp: number; confidence?: number }[] = [];
    const push = (time: number) => {
      answer.length = 0;
      if (time === 11) answer.push({ timestamp: 10.2 }, { timestamp: 10.7 });
      if (time === 11.5) answer.push({ timestamp: 11.2, confidence: 0.9 });
      return answer;
    };
    expect(runDetector({ push }, recording)).toEqual([
      { timestamp: 10.2, confirmedAt: 11, steady: false, confidence: null },
      { timestamp: 10.7, confirmedAt: 11, steady: false, confidence: null },
      { timestamp: 11.2, confirmedAt: 11.5, steady: true, confidence: 0.9 },
    ]);
  });

  test('asks for what is still waited with when the recording is over', () => {
    const detector = { push: () => [], finish: () => [{ timestamp: 11.4 }] };
    expect(runDetector(detector, recording)).toEqual([
      { timestamp: 11.4, confirmedAt: 11.5, steady: false, confidence: null },
    ]);
  });

  test('the real detector counts an exemplary walk', () => {
    const example = walk({ seconds: 30, stepsPerSecond: 1.8 });
    const steps = runDetector(new StepDetector({ model: CLASSIC }), example.recording);
    expect(Math.abs(steps.length - example.truth.length)).toBeLessThanOrEqual(3);
  });
});
