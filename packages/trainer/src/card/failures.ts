import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DetectorModel } from '@stepstream/detector';
import type { Recording } from '@stepstream/formats';
import { plotSteps } from '@stepstream/plot';
import type { EvaluationRun } from '../evaluate-detectors.ts';
import { type Mistakes, mistakesOf, worstOf } from '../evaluation/mistakes.ts';
import type { Interval } from '../evaluation/segments.ts';
import { toleranceOf } from '../evaluation/tolerances.ts';
import { busiest, plotData } from './plot-data.ts';

/** So much of a recording is drawn, in seconds: enough to see each step. */
const SECONDS = 20;

/**
 * Writes plots of where each detector is at its worst: for each set, and each activity in which
 * nobody steps, the recordings with the largest error, and of each the stretch with most of it.
 *
 * @param each how many recordings of a kind
 * @returns the files written
 */
export async function writeFailures(
  folder: string,
  { recordings, candidates, observations }: EvaluationRun,
  each: number,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  for (const [i, { id, modelFor }] of candidates.entries()) {
    for (const mistakes of worstOf(mistakesOf(observations[i] ?? []), each)) {
      const { meta, group } = mistakes;
      const source = recordings.find((one) => one.meta === meta);
      if (!source) continue;
      const name = [id, group.replaceAll(' ', '-'), meta.name].join('.');
      const file = join(folder, `${name}.svg`);
      await writeFile(file, failurePlot(await source.recording(), modelFor(meta.person), mistakes));
      written.push(file);
    }
  }
  return written;
}

/** The worst stretch of a recording. */
export function failurePlot(
  recording: Recording,
  model: DetectorModel,
  { meta, group, what, where, times, truth, mask }: Mistakes,
): string {
  const window = windowOf(recording, where, times);
  const data = plotData(recording, model, {
    window,
    truth,
    tolerance: toleranceOf(meta.set),
    mask,
  });
  const start = (window.start - Number(recording.times[0])).toFixed(0);
  return plotSteps({
    title: `${group}: ${what}`,
    subtitle: `${meta.name}, from ${start} s, by ${model.id}`,
    recording,
    window,
    unknown: mask,
    ...data,
  });
}

/** What is drawn of a stretch: the part with most mistakes; of a short one, what is around it, too. */
function windowOf(recording: Recording, where: Interval, times: readonly number[]): Interval {
  // Without single moments, all of it is wrong.
  if (times.length === 0) return where;
  if (where.end - where.start >= SECONDS) return busiest(where, times, SECONDS);
  const first = recording.times[0] ?? 0;
  const last = recording.times.at(-1) ?? 0;
  const length = Math.min(SECONDS, last - first);
  const middle = (where.start + where.end) / 2;
  const start = Math.min(Math.max(middle - length / 2, first), last - length);
  return { start, end: start + length };
}
