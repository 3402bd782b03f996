import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRecording, readSteps, stepsPathFor } from '@stepstream/formats';
import type { StepCount } from './count-error.ts';
import type { DetectorFactory } from './detector-factory.ts';
import { type StepRate, scoreRate } from './false-steps.ts';
import { runDetector } from './run-detector.ts';
import { STRANGER } from './stranger.ts';
import { atLeast, atMost, type Target } from './targets.ts';

/** A small recording at which detectors have failed. */
interface Case {
  /** In the folder of the cases, without `.csv`. */
  readonly path: string;
  readonly label: string;
  /** Of the steps a minute where nobody steps, else of the steps. */
  readonly target: Target;
}

const CASES: readonly Case[] = [
  { path: '10-soft-walk/soft_115', label: 'a soft walk', target: atLeast(54) },
  { path: '11-vibration/bus_0.8', label: 'the floor of a bus', target: atMost(2) },
  {
    path: '11-vibration/cycling_80rpm_thigh',
    label: 'the thigh of a cyclist',
    target: atMost(5),
  },
];

/** What was counted of a case. */
export interface CaseRow extends Case {
  readonly count: StepCount;
  readonly rate: StepRate;
}

/**
 * Counts the cases, which lie in a folder `cases` beside that of the recordings.
 *
 * @returns null where there is no such folder; otherwise those that are there
 */
export async function measureCases(
  dataFolder: string,
  createDetector: DetectorFactory,
): Promise<CaseRow[] | null> {
  const folder = join(dirname(dataFolder), 'cases');
  if (!existsSync(folder)) return null;
  const rows: CaseRow[] = [];
  for (const one of CASES) {
    const path = join(folder, `${one.path}.csv`);
    if (!existsSync(path)) continue;
    const recording = await readRecording(path);
    const known = stepsPathFor(path);
    const truth = existsSync(known) ? (await readSteps(known)).length : 0;
    const detected = runDetector(createDetector(STRANGER), recording).length;
    const { times } = recording;
    const seconds = (times.at(-1) ?? 0) - (times[0] ?? 0);
    rows.push({
      ...one,
      count: { detected, truth },
      rate: scoreRate([{ steps: detected, seconds }]),
    });
  }
  return rows;
}
