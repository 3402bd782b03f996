import { describe, expect, test } from 'bun:test';
import type { HandheldFile } from './datasets.ts';
import { contacts, observation } from './example-observations.ts';
import { scoreHandheld } from './score-handheld.ts';

function file(person: string, name = `${person}_1`): HandheldFile {
  return { set: 'handheld', person, name, path: '' };
}

const SEGMENTS = [
  { activity: 'standing', start: 0, end: 10 },
  { activity: 'walking', start: 10, end: 40 },
  { activity: 'stairs_a', start: 40, end: 60 },
];

describe('scoreHandheld', () => {
  test("takes off each person's own offset", () => {
    const truth = contacts(40, 0.55, 11);
    const late = truth.map((time) => time + 0.12);
    const early = truth.map((time) => time - 0.09);
    const report = scoreHandheld([
      observation(file('person1'), late, { truth, segments: SEGMENTS }),
      observation(file('person2'), early, { truth, segments: SEGMENTS }),
    ]);
    expect(report.offsets.map(({ group }) => group)).toEqual(['person1', 'person2']);
    expect(report.offsets[0]?.offset).toBeCloseTo(0.12, 9);
    expect(report.offsets[1]?.offset).toBeCloseTo(-0.09, 9);
    expect(report.total.all.within100ms.f1).toBe(1);
    expect(report.total.timing.interquartileRange).toBeCloseTo(0, 9);
  });

  test('one offset serves all recordings of a person', () => {
    const truth = contacts(40, 0.55, 11);
    const one = truth.map((time) => time + 0.02);
    const report = scoreHandheld([
      observation(file('person1', 'a'), one, { truth }),
      observation(file('person1', 'b'), one, { truth }),
      observation(
        file('person1', 'c'),
        truth.map((time) => time + 0.17),
        { truth },
      ),
    ]);
    expect(report.offsets).toHaveLength(1);
    expect(report.offsets[0]?.offset).toBeCloseTo(0.02, 9);
    expect(report.total.all.within100ms).toMatchObject({ tp: 80, fp: 40, fn: 40 });
    expect(report.total.all.within150ms.f1).toBe(1);
  });

  test('level walking leaves out stairs and standing', () => {
    const walking = contacts(40, 0.55, 11);
    const stairs = contacts(20, 0.55, 42);
    const report = scoreHandheld([
      observation(file('person1'), [3, ...walking], {
        truth: [...walking, ...stairs],
        segments: SEGMENTS,
      }),
    ]);
    expect(report.total.all.within100ms).toMatchObject({ tp: 40, fp: 1, fn: 20 });
    expect(report.total.level.within100ms).toMatchObject({ tp: 40, fp: 0, fn: 0 });
    const stairsRow = report.activities.find(({ activity }) => activity === 'stairs_a');
    expect(stairsRow?.within100ms).toMatchObject({ tp: 0, fp: 0, fn: 20 });
  });

  test('false steps while standing: not near the edges, not near a true step', () => {
    const report = scoreHandheld([
      observation(file('person1'), [0.3, 3, 4.8, 5.2, 7, 9.7], {
        truth: [5],
        segments: SEGMENTS,
      }),
    ]);
    const { standing } = report.total;
    expect(standing.steps).toBe(2);
    expect(standing.minutes).toBeCloseTo(8 / 60, 12);
  });

  test('counts by recording', () => {
    const truth = contacts(10, 0.5, 11);
    const report = scoreHandheld([observation(file('person1'), truth.slice(1), { truth })]);
    expect(report.recordings).toEqual([
      { name: 'person1_1', detected: 9, truth: 10, error: -0.1, f1: 18 / 19 },
    ]);
    expect(report.people[0]?.count).toMatchObject({ mape: 0.1, bias: -0.1 });
  });

  test('a silent detector gets zeros, not errors', () => {
    const truth = contacts(10, 0.5, 11);
    const report = scoreHandheld([observation(file('person1'), [], { truth, segments: SEGMENTS })]);
    expect(report.total.all.within150ms.f1).toBe(0);
    expect(report.total.count.mape).toBe(1);
    expect(report.total.delay.all.median).toBeNull();
    expect(report.total.standing.perMinute).toBe(0);
  });
});
