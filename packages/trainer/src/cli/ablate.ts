import { DEFAULT_MODEL } from '@stepstream/detector';
import { RecordingError } from '@stepstream/formats';
import { type Command, Option } from 'commander';
import { ProgressLine, UsageError } from 'stepstream/terminal';
import { ablate } from '../ablation/ablate.ts';
import { ablationTable } from '../ablation/ablation-table.ts';
import { dataFolder } from '../evaluation/data-folder.ts';
import { DatasetError } from '../evaluation/datasets.ts';
import { modelFolder, TrainedModelsError } from '../evaluation/trained-models.ts';
import { textTable } from './evaluation-tables.ts';

interface AblateFlags {
  readonly data: string;
  readonly model: string;
}

/** Adds `ablate`: what each part of the decision is worth. */
export function registerAblate(program: Command): void {
  program
    .command('ablate')
    .description('measure a trained detector with one thing of its decision changed at a time')
    .addOption(
      new Option('--data <folder>', 'the recordings').default(
        dataFolder(process.env),
        'STEPSTREAM_DATA, or ../shared/data beside the package',
      ),
    )
    .option('--model <name>', 'a trained model by name or folder', DEFAULT_MODEL)
    .addHelpText(
      'after',
      `
The scores of the networks, each on people whom it never saw, are recorded once; every change decides
on those anew. npm run docs writes the same table into docs/architecture.md.`,
    )
    .action(run);
}

async function run({ data, model }: AblateFlags): Promise<void> {
  const progress = new ProgressLine();
  try {
    const rows = await ablate({
      dataFolder: data,
      trained: model.includes('/') ? model : modelFolder(model),
      onProgress: (what, done, total, name) =>
        progress.update(() => `${what}: ${done}/${total} ${name}`),
    });
    progress.clear();
    console.log(textTable(ablationTable(rows)));
  } catch (error) {
    const isTheUsers =
      error instanceof DatasetError ||
      error instanceof RecordingError ||
      error instanceof TrainedModelsError;
    throw isTheUsers ? new UsageError(error.message) : error;
  } finally {
    progress.clear();
  }
}
