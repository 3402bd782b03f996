import { describe, expect, test } from 'bun:test';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { StepDetector } from './index.ts';

/** A walk's last contact has little impact and is often missed; a weak first one may be too. */
const MISSED_AT_THE_ENDS = 3;
/** Contacts of the two and a half seconds that it may take to find the vertical. */
const FEW = 5;

const walk = aWalk({ seed: 7 });
const samples = rows(walk);
const truth = walk.steps.length;
const steps = detect(samples);

describe('a walk', () => {
  test('is counted', () => {
    expect(steps.length).toBeGreaterThanOrEqual(truth - MISSED_AT_THE_ENDS);
    expect(steps.length).toBeLessThanOrEqual(truth);
  });

  test('has steps in order of time, alternating, the first a start', () => {
    steps.forEach((step, i) => {
      expect(step.foot).toBe(i % 2 === 0 ? 'start' : 'end');
      expect(step.timestamp).toBeGreaterThan(steps[i - 1]?.timestamp ?? 0);
      expect(step.confidence).toBeGreaterThan(0.3);
      expect(step.confidence).toBeLessThanOrEqual(1);
    });
  });

  test('has each step near a true contact', () => {
    for (const { timestamp } of steps) {
      const nearest = Math.min(...walk.steps.map((s) => Math.abs(s.timestamp - timestamp)));
      expect(nearest).toBeLessThan(0.12);
    }
  });

  test('after another begins with a start, whatever the first ended with', () => {
    const walking = { activity: 'walking', seconds: 8, cadence: 110 } as const;
    const standing = { activity: 'standing', seconds: 3 } as const;
    const two = aWalk({ segments: [standing, walking, standing, walking, standing] });
    const found = detect(rows(two));
    found.forEach((step, i) => {
      const before = found[i - 1];
      if (before && step.timestamp - before.timestamp < 1.6)
        expect(step.foot).not.toBe(before.foot);
      else expect(step.foot).toBe('start');
    });
    expect(found.filter((s, i) => s.timestamp - (found[i - 1]?.timestamp ?? -9) > 1.6).length).toBe(
      2,
    );
  });
});

describe('any device', () => {
  const near = (count: number) => {
    expect(count).toBeGreaterThanOrEqual(truth - MISSED_AT_THE_ENDS);
    expect(count).toBeLessThanOrEqual(truth + 1);
  };

  test.each([20, 25, 50, 80, 100, 200, 405, 500])('at %d Hz', (samplingRate) => {
    near(detect(rows(aWalk({ seed: 7, samplingRate }))).length);
  });

  test.each([20, 50, 100, 400])('with jittered times at %d Hz', (samplingRate) => {
    near(
      detect(rows(aWalk({ seed: 7, samplingRate, timestampJitter: 0.3 / samplingRate }))).length,
    );
  });

  test('held in any direction', () => {
    const turned = samples.map(([t, x, y, z]): Row => [t, -z, x, -y]);
    expect(detect(turned).length).toBe(steps.length);
    const upsideDown = samples.map(([t, x, y, z]): Row => [t, -x, -y, -z]);
    expect(detect(upsideDown)).toEqual(steps);
  });

  test('of a coarse resolution', () => {
    const coarse = (value: number) => Math.round(value * 10) / 10;
    near(detect(samples.map(([t, x, y, z]): Row => [t, coarse(x), coarse(y), coarse(z)])).length);
  });

  test('that takes gravity off', () => {
    // Gravity by its mean over two seconds, as devices estimate it: slower than any step.
    const half = 50;
    const linear = samples.map(([t], i): Row => {
      const around = samples.slice(Math.max(0, i - half), i + half + 1);
      const mean = (axis: 1 | 2 | 3) =>
        around.reduce((sum, row) => sum + row[axis], 0) / around.length;
      const own = samples[i] as Row;
      return [t, own[1] - mean(1), own[2] - mean(2), own[3] - mean(3)];
    });
    const found = detect(linear, new StepDetector({ gravity: 'excluded' }));
    expect(found.length).toBeLessThanOrEqual(truth + 1);
    // Which way is up takes a few steps to show.
    for (const { timestamp } of walk.steps.slice(FEW, -1)) {
      expect(Math.min(...found.map((s) => Math.abs(s.timestamp - timestamp)))).toBeLessThan(0.12);
    }
  });

  test('whose clock has any origin', () => {
    for (const origin of [-1e6, 1e3, 1.7e9]) {
      expect(detect(samples.map(([t, ...a]): Row => [t + origin, ...a])).length).toBe(steps.length);
    }
  });
});

describe('what is not a walk', () => {
  test('standing still', () => {
    const standing = aWalk({ segments: [{ activity: 'standing', seconds: 60 }] });
    expect(detect(rows(standing))).toEqual([]);
  });

  test('single bumps, however strong', () => {
    const bumps = Array.from({ length: 50 * 60 }, (_, i): Row => {
      const sinceBump = (i / 50) % 5;
      return [i / 50, 0, 0, 9.81 + (sinceBump < 0.2 ? 15 * Math.sin(sinceBump * 5 * Math.PI) : 0)];
    });
    expect(detect(bumps)).toEqual([]);
  });

  test('turning the device over', () => {
    const turning = Array.from({ length: 50 * 60 }, (_, i): Row => {
      const angle = (2 * Math.PI * i) / 50 / 3;
      return [i / 50, 9.81 * Math.sin(angle), 0, 9.81 * Math.cos(angle)];
    });
    expect(detect(turning)).toEqual([]);
  });
});
