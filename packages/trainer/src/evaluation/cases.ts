import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StepCount } from '@stepstream/analysis';
import { readRecording, readSteps, stepsPathFor } from '@stepstream/formats';
import type { DisturbanceKind } from '@stepstream/synthetic';
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
  /** What kind of synthetic motion is like it; null for a walk. */
  readonly kind: DisturbanceKind | null;
  /** Of the steps a minute where nobody steps, else of the steps. */
  readonly target: Target;
}

const CASES: readonly Case[] = [
  { path: '10-soft-walk/soft_115', label: 'a soft walk', kind: null, target: atLeast(54) },
  {
    path: '11-vibration/bus_0.8',
    label: 'the floor of a bus',
    kind: 'vibration',
    target: atMost(2),
  },
  {
    path: '11-vibration/cycling_80rpm_thigh',
    label: 'the thigh of a cyclist',
    kind: 'cycling',
    target: atMost(5),
  },
];

/** What was counted of a case. */
export interface CaseRow extends Case {
  readonly count: StepCount;
  readonly rate: StepRate;
}

/** The file of a case. */
export function casePath(dataFolder: string, { path }: Pick<Case, 'path'>): string {
  return join(casesFolder(dataFolder), `${path}.csv`);
}

function casesFolder(dataFolder: string): string {
  return join(dirname(dataFolder), 'cases');
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
  if (!existsSync(casesFolder(dataFolder))) return null;
  const rows: CaseRow[] = [];
  for (const one of CASES) {
    const path = casePath(dataFolder, one);
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
