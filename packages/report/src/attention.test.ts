import { describe, expect, test } from 'bun:test';
import { compareSteps, countRecording } from '@stepstream/analysis';
import type { RecordingNote } from '@stepstream/formats/browser';
import { PLAIN_SOURCE } from '@stepstream/formats/testing';
import { generateWalk } from '@stepstream/synthetic';
import { byAttention, concernsOf } from './attention.ts';
import { worstMoments } from './worst-moments.ts';

const WALK = generateWalk({ segments: [{ activity: 'walking', seconds: 40 }] });
const counted = countRecording('base', { ...WALK, source: PLAIN_SOURCE });

const steps = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i / 2);
const known = (times: readonly number[]) => ({ count: times.length, times, unknown: [] });
function recording(file: string, difference: number | null, code?: RecordingNote['code']) {
  const notes = code ? [{ code, text: code, path: null, line: null }] : [];
  const comparison =
    difference === null ? null : compareSteps(steps(50 + difference), known(steps(50)));
  return { ...counted, file, notes, comparison };
}

describe('where to look first', () => {
  test('the largest disagreement comes first, then doubts, then the rest', () => {
    const all = [
      recording('fine', null),
      recording('slow', null, 'low_rate'),
      recording('three too few', -3),
      recording('nothing', null, 'no_steps'),
      recording('eight too many', 8),
      recording('right', 0),
    ];
    const names = ['eight too many', 'three too few', 'nothing', 'slow', 'fine', 'right'];
    expect(byAttention(all).map(({ file }) => file)).toEqual(names);
    expect(concernsOf(all).map(({ recording: { file }, reason }) => `${file}: ${reason}`)).toEqual([
      'eight too many: 58 counted of 50 known (+16.0 %); 0 missed, 8 false',
      'three too few: 47 counted of 50 known (-6.0 %); 3 missed, 0 false',
      'nothing: no_steps',
      'slow: low_rate',
    ]);
  });

  test('a gap that is longer than all the rest is worth a look', () => {
    const jumped = {
      ...recording('jumped', null),
      stretches: [
        { start: 5, end: 15 },
        { start: 30_000_005, end: 30_000_015 },
      ],
    };
    const [first, ...more] = concernsOf([recording('fine', null), jumped]);
    expect(first?.recording.file).toBe('jumped');
    expect(first?.reason).toStartWith('no samples for 347 d 5:19:50, from 0:10 on');
    expect(more).toEqual([]);
  });

  test('moments are where most mistakes lie, and do not lie over one another', () => {
    const truth = [...steps(10), ...steps(9, 100), ...steps(4, 300)];
    const stretches = [{ start: 0, end: 400 }];
    const comparison = compareSteps(steps(10), known(truth));
    const moments = worstMoments({ ...counted, stretches, comparison });
    expect(moments.map(({ start, end }) => [start, end])).toEqual([
      [92, 112],
      [290.75, 310.75],
    ]);
    expect(worstMoments({ ...counted, comparison: null })).toEqual([]);
  });
});
