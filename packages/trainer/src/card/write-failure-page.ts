import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluationRun } from '../evaluate-detectors.ts';
import { FAILURE_PLOTS, failurePage } from './failure-page.ts';
import { pickFailures } from './failure-picks.ts';
import { failurePlot } from './failures.ts';
import { lookAlikes } from './look-alikes.ts';

/** Plots of the page, at most: it is to be read. */
const MAX_PLOTS = 20;
/** Kinds of motion that are shown beside a walk, with two plots each. */
const MAX_KINDS = 2;

/**
 * Writes `failures.md` and its plots, `plots/failures/NAME.svg`, into a model's folder; plots of another
 * time are removed.
 *
 * @returns the files written
 */
export async function writeFailurePage(folder: string, run: EvaluationRun): Promise<string[]> {
  const plots = join(folder, FAILURE_PLOTS);
  await rm(plots, { recursive: true, force: true });
  await mkdir(plots, { recursive: true });
  const written: string[] = [];
  const write = async (file: string, text: string): Promise<void> => {
    await writeFile(file, text);
    written.push(file);
  };
  const pairs = await lookAlikes(run, MAX_KINDS);
  for (const { kind, svg, walk } of pairs) {
    await write(join(plots, `${kind}.svg`), svg);
    await write(join(plots, `${kind}-walk.svg`), walk.svg);
  }
  const targets = pickFailures(run, MAX_PLOTS - 2 * pairs.length);
  const [candidate] = run.candidates;
  for (const { mistakes, plot, isPlottedAbove } of targets.flatMap(({ picks }) => picks)) {
    const source = run.recordings.find(({ meta }) => meta === mistakes.meta);
    if (!candidate || !source || plot === null || isPlottedAbove) continue;
    const model = candidate.modelFor(mistakes.meta.person);
    const svg = failurePlot(await source.recording(), model, mistakes);
    await write(join(plots, `${plot}.svg`), svg);
  }
  const { evaluation } = run;
  await write(join(folder, 'failures.md'), failurePage({ evaluation, targets, lookAlikes: pairs }));
  return written;
}
