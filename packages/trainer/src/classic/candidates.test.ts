import { describe, expect, test } from 'bun:test';
import { EVIDENCE_LENGTH, Evidence, FRAME_RATE } from '@stepstream/detector/internals';
import type { Recording } from '@stepstream/formats';
import fc from 'fast-check';
import { inTurn, rest, walk } from '../evaluation/example-recordings.ts';
import { candidatesOf } from './candidates.ts';

const PERIOD = 0.5;
const { recording, truth } = walk({ seconds: 20, stepsPerSecond: 1 / PERIOD });

/** A recording with some of its samples, at other times where `at` says so. */
function select(
  { times, accel }: Recording,
  keep: (time: number) => boolean,
  at = (time: number) => time,
): Recording {
  const kept = [...times.keys()].filter((i) => keep(times[i] as number));
  return {
    times: Float64Array.from(kept, (i) => at(times[i] as number)),
    accel: Float64Array.from(kept.flatMap((i) => [...accel.subarray(3 * i, 3 * i + 3)])),
    gyro: null,
    activity: null,
  };
}

/** Those that stand as high as a step of the walk. */
const high = (all: ReturnType<typeof candidatesOf>) =>
  all.filter(({ values }) => (values[2] as number) > Math.log(0.8));

describe('the candidates of a walk', () => {
  const found = candidatesOf(recording);

  test('hold each of its steps, one each, a constant time later', () => {
    const inside = truth.filter((time) => time > 2 && time < 19);
    const delays = inside.map((time) => {
      const near = high(found).filter((one) => Math.abs(one.time - time - 0.07) < PERIOD / 2);
      expect(near.length).toBe(1);
      return (near[0]?.time ?? 0) - time;
    });
    expect(Math.min(...delays)).toBeGreaterThan(0);
    expect(Math.max(...delays) - Math.min(...delays)).toBeLessThan(0.061);
  });

  test('are in order of time, in the middle of frames, with all that is known of each', () => {
    found.forEach(({ time, values }, i) => {
      expect(time).toBeGreaterThan(found[i - 1]?.time ?? 0);
      const place = time * FRAME_RATE;
      expect(Math.abs(place - Math.floor(place) - 0.5)).toBeLessThan(1e-6);
      expect(values.length).toBe(EVIDENCE_LENGTH);
      expect(values[0]).toBe(1);
      expect([...values].every(Number.isFinite)).toBe(true);
    });
  });

  test('are the moments at which the band-passed magnitude peaks', () => {
    const evidence = new Evidence();
    const mean = (k: number, axis: number) =>
      ((recording.accel[3 * k + axis] as number) + (recording.accel[3 * k + 3 + axis] as number)) /
      2;
    // At 50 Hz, each frame lies between two samples.
    const heights = Array.from({ length: recording.times.length - 1 }, (_, k) => {
      evidence.next(Math.hypot(mean(k, 0), mean(k, 1), mean(k, 2)));
      return evidence.height;
    });
    for (const { time } of found) {
      const frame = Math.floor(time * FRAME_RATE);
      const around = heights.slice(frame - 1, frame + 2);
      expect(Math.max(...around)).toBe(heights[frame] as number);
    }
  });

  test('have values of their own, that of the peak and no later frame', () => {
    const values = found.map((one) => one.values);
    expect(new Set(values).size).toBe(values.length);
    // A peak that stands out is itself the highest of late.
    const steady = high(found).filter(({ time }) => time > 5);
    expect(steady.length).toBeGreaterThan(20);
    for (const { values } of steady) expect(values[1]).toBeGreaterThan(-0.3);
    expect(steady.filter(({ values }) => values[1] === 0).length).toBeGreaterThan(5);
  });
});

test('at rest there are none', () => {
  expect(candidatesOf(rest(30).recording)).toEqual([]);
});

test('of a recording without samples there are none', () => {
  const none = new Float64Array();
  expect(candidatesOf({ times: none, accel: none, gyro: null, activity: null })).toEqual([]);
});

describe('a recording with faults', () => {
  test('samples that come late or twice change nothing', () => {
    const times: number[] = [];
    const accel: number[] = [];
    recording.times.forEach((time, i) => {
      times.push(time);
      accel.push(...recording.accel.subarray(3 * i, 3 * i + 3));
      if (i % 3 === 0) {
        times.push(time - (i % 2) * 0.01);
        accel.push(50, 50, 50);
      }
    });
    const faulty = { ...recording, times: Float64Array.from(times) };
    expect(candidatesOf({ ...faulty, accel: Float64Array.from(accel) })).toEqual(
      candidatesOf(recording),
    );
  });

  test('after a gap, and after a clock that stepped back, all begins anew', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 3, max: 17, noNaN: true }),
        fc.constantFrom(0.6, 5, 3600, -100),
        (cut, shift) => {
          const first = select(recording, (time) => time < cut);
          const second = select(
            recording,
            (time) => time >= cut,
            (time) => time + shift,
          );
          const whole = {
            ...recording,
            times: Float64Array.of(...first.times, ...second.times),
            accel: Float64Array.of(...first.accel, ...second.accel),
          };
          expect(candidatesOf(whole)).toEqual([...candidatesOf(first), ...candidatesOf(second)]);
        },
      ),
      { numRuns: 25 },
    );
  });
});

test('a walk between rests has its candidates where it is', () => {
  const steps = walk({ seconds: 10, stepsPerSecond: 2 });
  const found = high(candidatesOf(inTurn(rest(10), steps, rest(10)).recording));
  expect(found.length).toBeWithin(18, 22);
  for (const { time } of found) expect(time).toBeWithin(10, 20.5);
});
