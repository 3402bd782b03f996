import { type Command, Option } from 'commander';
import {
  DEFAULT_CONFIRM_AFTER,
  type DetectorModel,
  LARGEST_CONFIRM_AFTER,
} from '../detector/index.ts';
import { RecordingError, readRecording, recordingFacts } from '../formats/index.ts';
import { countSteps, summarizeSteps } from './count-recording.ts';
import { countTable, type FileCount } from './count-table.ts';
import { errorPercent } from './format.ts';
import { isStepsFile, readKnownSteps } from './known-steps.ts';
import { modelFrom, modelOption } from './model-option.ts';
import { wholeNumberOption } from './parse-options.ts';
import { ProgressLine } from './progress.ts';
import { UsageError } from './usage-error.ts';

interface CountFlags {
  readonly json?: boolean;
  readonly model?: string;
  readonly confirmAfter: number;
}

/** Adds `count`: the steps in recordings, by the server's detector, without a server. */
export function registerCount(program: Command): void {
  program
    .command('count')
    .description('count the steps in recordings')
    .argument('<file...>', 'recordings: CSV, plain or gzip')
    .option('--json', 'print the results, with every landing, as JSON')
    .addOption(
      new Option('--confirm-after <n>', 'landings in rhythm before any counts, 1 to 10')
        .default(DEFAULT_CONFIRM_AFTER)
        .argParser(wholeNumberOption(1, LARGEST_CONFIRM_AFTER)),
    )
    .addOption(modelOption())
    .addHelpText(
      'after',
      `
A recording has the columns timestamp (s), accel_x, accel_y, accel_z (m/s², gravity
included) and, where there are any, gyro_x, gyro_y, gyro_z (rad/s). Where NAME.steps.csv
lies beside NAME.csv, its rows are taken as the true steps and the error is shown.

Examples:
  $ stepstream count walk.csv
  $ stepstream count recordings/*.csv.gz
  $ stepstream count --model classic walk.csv
  $ stepstream count --json walk.csv > walk.json`,
    )
    .action(count);
}

async function count(paths: readonly string[], flags: CountFlags): Promise<void> {
  const recordings = paths.filter((path) => !isStepsFile(path));
  if (recordings.length === 0) {
    throw new UsageError(`${paths[0]} is a list of known steps: name the recording itself`);
  }
  const model = modelFrom(flags.model);
  const counts: FileCount[] = [];
  const failures: RecordingError[] = [];
  const progress = new ProgressLine();
  for (const path of recordings) {
    try {
      counts.push(await countFile(path, { model, confirmAfter: flags.confirmAfter }, progress));
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      failures.push(error);
      progress.clear();
      console.error(`stepstream: ${error.message}`);
    } finally {
      progress.clear();
    }
  }
  if (flags.json) console.log(toJson(model, counts, failures));
  else if (counts.length > 0) console.log(`${countTable(counts)}\n\ncounted by ${model.id}`);
  if (failures.length > 0) process.exitCode = 1;
}

async function countFile(
  path: string,
  detector: { readonly model: DetectorModel; readonly confirmAfter: number },
  progress: ProgressLine,
): Promise<FileCount> {
  const show = (what: string) => (fraction: number) =>
    progress.update(() => `${path}: ${what} ${Math.floor(100 * fraction)} %`);
  const trueSteps = await readKnownSteps(path);
  const recording = await readRecording(path, { onProgress: show('reading') });
  const landings = countSteps(recording, { ...detector, onProgress: show('counting') });
  return {
    file: path,
    ...recordingFacts(recording),
    ...summarizeSteps(landings),
    trueSteps: trueSteps?.length ?? null,
    landings,
  };
}

function toJson(
  model: DetectorModel,
  counts: readonly FileCount[],
  failures: readonly RecordingError[],
): string {
  const files = counts.map((one) => ({
    file: one.file,
    samples: one.samples,
    duration_seconds: one.duration,
    rate_hz: one.rate,
    steps: one.steps,
    steps_per_minute: one.cadence,
    walking_seconds: one.walkingSeconds,
    longest_pause_seconds: one.longestPause,
    true_steps: one.trueSteps,
    error_percent: one.trueSteps === null ? null : errorPercent(one.steps, one.trueSteps),
    landings: one.landings,
  }));
  const errors = failures.map(({ path, code, line, message }) => ({
    file: path,
    code,
    line,
    message,
  }));
  return JSON.stringify({ model: model.id, files, errors }, null, 2);
}
