import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DEFAULT_MODEL } from '@stepstream/detector';
import { type Command, Option } from 'commander';
import { UsageError, wholeNumberOption } from 'stepstream/terminal';
import { writeFailures } from '../card/failures.ts';
import { writeCard } from '../card/write-card.ts';
import { type EvaluationRun, evaluateDetectors } from '../evaluate-detectors.ts';
import { modelFolder, type Selection, usualSelection } from '../evaluation/trained-models.ts';
import { dataOption } from './data-option.ts';
import { evaluationTables } from './evaluation-tables.ts';
import { shownOn, withProgress } from './with-progress.ts';

interface EvaluateFlags {
  readonly data: string;
  readonly model?: string;
  readonly robustness?: boolean;
  readonly knownPeople?: boolean;
  readonly card?: string;
  readonly failures?: string;
  readonly worst: number;
  readonly json: string;
}

/** Adds `evaluate`: measures the detectors on recordings whose steps are known. */
export function registerEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('measure the detectors on a folder of recordings with known steps')
    .addOption(dataOption())
    .option(
      '--model <name>',
      "a trained model by name or folder, classic, or both; default: both, if there's a model",
    )
    .option('--robustness', 'on degraded recordings, too')
    .addOption(
      new Option(
        '--known-people',
        'by the published network, which was trained on these people: what it still gets wrong, more people would not mend',
      ).conflicts('card'),
    )
    .option(
      '--card <folder>',
      "write the card, the page of failures and the plots of a model's folder; measures all",
    )
    .option('--failures <folder>', 'where to write plots of where each detector is at its worst')
    .addOption(
      new Option('--worst <number>', 'plots of each set and activity')
        .default(3)
        .argParser(wholeNumberOption(1, 1000)),
    )
    .option('--json <file>', 'where to write all results', 'evaluation.json')
    .action(run);
}

async function run(flags: EvaluateFlags): Promise<void> {
  // Before what takes minutes.
  await withFile(() => access(dirname(flags.json), constants.W_OK));
  const measured = await measure(flags);
  console.log(evaluationTables(measured.evaluation));
  const text = `${JSON.stringify(measured.evaluation, null, 2)}\n`;
  await withFile(() => writeFile(flags.json, text));
  console.log(`\nAll results: ${flags.json}`);
  if (flags.failures !== undefined) {
    const files = await writeFailures(flags.failures, measured, flags.worst);
    console.log(`Plots of failures: ${files.length} in ${flags.failures}`);
  }
  if (flags.card === undefined) return;
  for (const file of await writeCard(flags.card, measured)) console.log(`Wrote ${file}`);
}

/** @throws {UsageError} when the recordings or the model are missing or not as they should be */
function measure(flags: EvaluateFlags): Promise<EvaluationRun> {
  return withProgress((progress) =>
    evaluateDetectors({
      dataFolder: flags.data,
      ...(flags.card === undefined ? selectionOf(flags.model) : bothWith(flags.card)),
      robustness: flags.robustness === true || flags.card !== undefined,
      knownPeople: flags.knownPeople === true,
      onProgress: shownOn(progress),
    }),
  );
}

function selectionOf(name: string | undefined): Selection {
  if (name === undefined) return usualSelection();
  if (name === 'classic') return { trained: null, classic: true };
  if (name === 'both') return bothWith(modelFolder(DEFAULT_MODEL));
  return { trained: name.includes('/') ? name : modelFolder(name), classic: false };
}

function bothWith(folder: string): Selection {
  return { trained: folder, classic: true };
}

/** @throws {UsageError} where the file of the results can't be had */
async function withFile(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`can't write the results: ${reason}`);
  }
}
