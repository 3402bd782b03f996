import { DEFAULT_MODEL } from '@stepstream/detector';
import type { Command } from 'commander';
import { ablate } from '../ablation/ablate.ts';
import { ablationTable } from '../ablation/ablation-table.ts';
import { modelFolder } from '../evaluation/trained-models.ts';
import { dataOption } from './data-option.ts';
import { textTable } from './evaluation-tables.ts';
import { shownOn, withProgress } from './with-progress.ts';

interface AblateFlags {
  readonly data: string;
  readonly model: string;
}

/** Adds `ablate`: what each part of the decision is worth. */
export function registerAblate(program: Command): void {
  program
    .command('ablate')
    .description('measure a trained detector with one thing of its decision changed at a time')
    .addOption(dataOption())
    .option('--model <name>', 'a trained model by name or folder', DEFAULT_MODEL)
    .addHelpText(
      'after',
      `
The scores of the networks, each on people whom it never saw, are recorded once; every change decides
on those anew. npm run docs writes the same table into docs/model.md.`,
    )
    .action(run);
}

async function run({ data, model }: AblateFlags): Promise<void> {
  const rows = await withProgress((progress) =>
    ablate({
      dataFolder: data,
      trained: model.includes('/') ? model : modelFolder(model),
      onProgress: shownOn(progress),
    }),
  );
  console.log(textTable(ablationTable(rows)));
}
