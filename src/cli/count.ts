import { type Command, Option } from 'commander';
import { DEFAULT_CONFIRM_AFTER, LARGEST_CONFIRM_AFTER } from '../detector/index.ts';
import { RecordingError, readRecording } from '../formats/index.ts';
import { countSteps, summarizeSteps } from './count-recording.ts';
import { countTable, type FileCount } from './count-table.ts';
import { errorPercent } from './format.ts';
import { isStepsFile, readKnownSteps } from './known-steps.ts';
import { wholeNumberOption } from './parse-options.ts';
import { ProgressLine } from './progress.ts';
import { recordingFacts } from './recording-facts.ts';
import { UsageError } from './usage-error.ts';

interface CountFlags {
  readonly json?: boolean;
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
    .addHelpText(
      'after',
      `
A recording has the columns timestamp (s), accel_x, accel_y, accel_z (m/s², gravity
included) and, where there are any, gyro_x, gyro_y, gyro_z (rad/s). Where NAME.steps.csv
lies beside NAME.csv, its rows are taken as the true steps and the error is shown.

Examples:
  $ stepstream count walk.csv
  $ stepstream count recordings/*.csv.gz
  $ stepstream count --json walk.csv > walk.json`,
    )
    .action(count);
}

async function count(paths: readonly string[], flags: CountFlags): Promise<void> {
  const recordings = paths.filter((path) => !isStepsFile(path));
  if (recordings.length === 0) {
    throw new UsageError(`${paths[0]} is a list of known steps: name the recording itself`);
  }
  const counts: FileCount[] = [];
  const failures: RecordingError[] = [];
  const progress = new ProgressLine();
  for (const path of recordings) {
    try {
      counts.push(await countFile(path, flags.confirmAfter, progress));
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      failures.push(error);
      progress.clear();
      console.error(`stepstream: ${error.message}`);
    } finally {
      progress.clear();
    }
  }
  if (flags.json) console.log(toJson(counts, failures));
  else if (counts.length > 0) console.log(countTable(counts));
  if (failures.length > 0) process.exitCode = 1;
}

async function countFile(
  path: string,
  confirmAfter: number,
  progress: ProgressLine,
): Promise<FileCount> {
  const show = (what: string) => (fraction: number) =>
    progress.update(() => `${path}: ${what} ${Math.floor(100 * fraction)} %`);
  const trueSteps = await readKnownSteps(path);
  const recording = await readRecording(path, show('reading'));
  const landings = countSteps(recording, { confirmAfter, onProgress: show('counting') });
  return {
    file: path,
    ...recordingFacts(recording),
    ...summarizeSteps(landings),
    trueSteps: trueSteps?.length ?? null,
    landings,
  };
}

function toJson(counts: readonly FileCount[], failures: readonly RecordingError[]): string {
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
  return JSON.stringify({ files, errors }, null, 2);
}
