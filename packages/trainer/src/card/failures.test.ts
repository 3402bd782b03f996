import { expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import type { RecordingMeta } from '../evaluation/datasets.ts';
import { observation } from '../evaluation/example-observations.ts';
import { walk } from '../evaluation/example-recordings.ts';
import { mistakesWhereNobodySteps } from '../evaluation/mistakes.ts';
import { failurePlot } from './failures.ts';

const meta: RecordingMeta = { set: 'daily', person: 's01', device: 'watch', name: 'day', path: '' };
const { recording, truth } = walk({ seconds: 30, stepsPerSecond: 1.8 });

function plotOf(start: number, end: number): string {
  const observed = observation(meta, truth, { whole: { start: 0, end: 29.98 } });
  const piece = { activity: 'sitting_down', start, end };
  return failurePlot(recording, CLASSIC, mistakesWhereNobodySteps(observed, piece));
}

test('of a short stretch, what is around it is drawn, and is not wrong', () => {
  const svg = plotOf(14, 16);
  expect(svg).toContain('day, from 5 s, by classic-1');
  expect(svg).toContain('not known');
  const wrong = svg.match(/<circle class="false"/g)?.length ?? 0;
  // Those of the two seconds, and one in the legend.
  expect(wrong).toBeWithin(3, 7);
});

test('near an end, the plot stays within the recording', () => {
  expect(plotOf(0, 1)).toContain('day, from 0 s,');
  expect(plotOf(28, 29)).toContain('day, from 10 s,');
});
