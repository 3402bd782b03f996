import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLASSIC } from '@stepstream/detector';
import { networkModel } from '@stepstream/detector/internals';
import type { EvaluationRun } from '../evaluate-detectors.ts';
import { heldOutPeople, type TrainedModels } from '../evaluation/trained-models.ts';
import { modelCard } from './card.ts';
import { measureCosts } from './cost.ts';
import { plotPlacements } from './placements.ts';
import { writeFailurePage } from './write-failure-page.ts';

/**
 * Writes `card.md` and `plots/PLACEMENT.svg` into a model's folder, and the page of its failures.
 *
 * @param run what was measured, with the trained detector
 * @returns the files written
 */
export async function writeCard(folder: string, run: EvaluationRun): Promise<string[]> {
  const { evaluation, recordings, models } = run;
  const [trained] = evaluation.detectors;
  if (!models || !trained) throw new RangeError('A card is of a trained model.');
  const plots = await plotPlacements(recordings, models, trained.report);
  await mkdir(join(folder, 'plots'), { recursive: true });
  const written: string[] = [];
  const write = async (file: string, text: string): Promise<void> => {
    await writeFile(join(folder, file), text);
    written.push(join(folder, file));
  };
  for (const { placement, svg } of plots) await write(`plots/${placement}.svg`, svg);
  const card = modelCard({
    model: models.published,
    bytes: models.bytes,
    folds: foldsOf(models),
    evaluation,
    costs: measureCosts([networkModel(models.published), CLASSIC]),
    plots: plots.map(({ placement }) => placement),
  });
  await write('card.md', card);
  return [...written, ...(await writeFailurePage(folder, run))];
}

function foldsOf({ heldOut }: TrainedModels): string[][] {
  return [...new Set(heldOut.values())].map(heldOutPeople);
}
