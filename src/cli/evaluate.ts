import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { dataFolder } from '../../training/evaluation/data-folder.ts';
import { DatasetError } from '../../training/evaluation/datasets.ts';
import { evaluate } from '../../training/evaluation/evaluate.ts';
import { loadAll } from '../../training/evaluation/load.ts';
import { StepDetector } from '../detector/index.ts';
import { RecordingError } from '../formats/index.ts';
import { evaluationTables } from './evaluation-tables.ts';
import { ProgressLine } from './progress.ts';

/** Exit code where the recordings are missing or not as they should be. */
const UNUSABLE_DATA = 2;

interface EvaluateOptions {
  readonly data: string;
  readonly json: string;
}

/** Adds `evaluate`: measures the detector on recordings whose steps are known. */
export function registerEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('measure the detector on a folder of recordings with known steps')
    .option('--data <folder>', 'the recordings; also STEPSTREAM_DATA', dataFolder(process.env))
    .option('--json <file>', 'where to write all results', 'evaluation.json')
    .action(runEvaluate);
}

async function runEvaluate(options: EvaluateOptions): Promise<void> {
  const progress = new ProgressLine();
  try {
    const report = await evaluate(await loadAll(options.data), () => new StepDetector(), {
      detector: new StepDetector().model.id,
      onProgress: (done, total, name) => progress.update(`${done}/${total} ${name}`),
    });
    progress.clear();
    console.log(evaluationTables(report));
    await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
    console.log(`\nAll results: ${options.json}`);
  } catch (error) {
    if (!(error instanceof DatasetError) && !(error instanceof RecordingError)) throw error;
    progress.clear();
    console.error(`stepstream: ${error.message}`);
    process.exitCode = UNUSABLE_DATA;
  } finally {
    progress.clear();
  }
}
