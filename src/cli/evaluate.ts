import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { evaluateClassic } from '../../training/evaluate-classic.ts';
import { dataFolder } from '../../training/evaluation/data-folder.ts';
import { DatasetError } from '../../training/evaluation/datasets.ts';
import type { EvaluationReport } from '../../training/evaluation/report.ts';
import { RecordingError } from '../formats/index.ts';
import { evaluationTables } from './evaluation-tables.ts';
import { ProgressLine } from './progress.ts';
import { UsageError } from './usage-error.ts';

interface EvaluateOptions {
  readonly data: string;
  readonly json: string;
}

/** Adds `evaluate`: measures the detector on recordings whose steps are known. */
export function registerEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('measure the detector on a folder of recordings with known steps')
    .addOption(
      new Option('--data <folder>', 'the recordings').default(
        dataFolder(process.env),
        'STEPSTREAM_DATA, or ../shared/data beside the package',
      ),
    )
    .option('--json <file>', 'where to write all results', 'evaluation.json')
    .action(async (options: EvaluateOptions) => {
      const report = await measure(options.data);
      console.log(evaluationTables(report));
      await save(report, options.json);
      console.log(`\nAll results: ${options.json}`);
    });
}

/** @throws {UsageError} when the recordings are missing or not as they should be */
async function measure(data: string): Promise<EvaluationReport> {
  const progress = new ProgressLine();
  try {
    return await evaluateClassic(data, (done, total, name) =>
      progress.update(`${done}/${total} ${name}`),
    );
  } catch (error) {
    const isTheData = error instanceof DatasetError || error instanceof RecordingError;
    throw isTheData ? new UsageError(error.message) : error;
  } finally {
    progress.clear();
  }
}

/** @throws {UsageError} when the file can't be written */
async function save(report: EvaluationReport, file: string): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`can't write the results: ${reason}`);
  }
}
