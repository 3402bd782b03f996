import { writeFile } from 'node:fs/promises';
import type { CountedRecording } from '@stepstream/analysis';
import { DEFAULT_CONFIRM_AFTER, MAX_CONFIRM_AFTER } from '@stepstream/detector';
import { FORMATS, type FormatOptions, findRecordings, RecordingError } from '@stepstream/formats';
import { type Command, Option } from 'commander';
import { type CountedFile, type CountFileOptions, countFile } from './count/count-file.ts';
import { countCsv } from './count/csv.ts';
import { countJson } from './count/json.ts';
import { countTable } from './count/table.ts';
import { isTruthFile } from './count/truth-beside.ts';
import { addFormatOptions, describeSource, formatOptionsOf } from './format-options.ts';
import { modelFrom, modelOption } from './model-option.ts';
import { wholeNumberOption } from './terminal/parse-options.ts';
import { ProgressLine } from './terminal/progress.ts';
import { UsageError } from './terminal/usage-error.ts';

interface CountFlags extends FormatOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly plot?: string;
  readonly model?: string;
  readonly confirmAfter?: number;
}

/** Adds `count`: the steps in recordings, by the server's detector, without a server. */
export function registerCount(program: Command): void {
  const command = program
    .command('count')
    .description('count the steps in recordings')
    .argument('<path...>', 'recordings: files, or folders of them')
    .addOption(new Option('--json', 'print the results, with every step, as JSON').conflicts('csv'))
    .option('--csv', 'print the results as CSV, a row for each recording')
    .option('--plot <file.svg>', 'draw the signal of one recording with its steps')
    .addOption(
      new Option(
        '--confirm-after <n>',
        `steps in rhythm before any counts, 1 to ${MAX_CONFIRM_AFTER}; default: ${DEFAULT_CONFIRM_AFTER}, or fewer where the detector is sure of a walk`,
      ).argParser(wholeNumberOption(1, MAX_CONFIRM_AFTER)),
    )
    .addOption(modelOption());
  addFormatOptions(command)
    .addHelpText(
      'after',
      `
Reads, and tells apart by their contents, plain or gzip:
${formatList()}
The folder of an export is one recording; any other folder is all recordings in it. Where
NAME.steps.csv lies beside NAME.csv, its rows are the true steps and the error is shown.

Examples:
  $ stepstream count walk.csv
  $ stepstream count recordings/
  $ stepstream count --plot walk.svg 2026-11-24_10-30-00.zip
  $ stepstream count --columns t,ax,ay,az --accel-unit g --time-unit ms imu.csv
  $ stepstream count --csv recordings/ > steps.csv`,
    )
    .action(count);
}

/** The formats, a line for each. */
function formatList(): string {
  const width = Math.max(...FORMATS.map(({ title }) => title.length));
  return FORMATS.map(({ title, summary }) => `  ${title.padEnd(width)}  ${summary}`).join('\n');
}

async function count(paths: readonly string[], flags: CountFlags): Promise<void> {
  const model = modelFrom(flags.model);
  const failures: RecordingError[] = [];
  const progress = new ProgressLine();
  const fail = (error: unknown) => {
    if (!(error instanceof RecordingError)) throw error;
    failures.push(error);
    progress.clear();
    console.error(`stepstream: ${error.message}`);
  };
  const recordings = await recordingsOf(paths, fail);
  if (flags.plot !== undefined && recordings.length > 1) {
    throw new UsageError(`--plot draws one recording, and these are ${recordings.length}`);
  }
  const options: CountFileOptions = {
    model,
    confirmAfter: flags.confirmAfter,
    format: formatOptionsOf(flags),
  };
  const counts: CountedRecording[] = [];
  for (const [index, path] of recordings.entries()) {
    const label = recordings.length > 1 ? `[${index + 1}/${recordings.length}] ${path}` : path;
    try {
      const counted = await countFile(path, {
        ...options,
        onProgress: (what, share) =>
          progress.update(() => `${label}: ${what} ${Math.floor(100 * share)} %`),
      });
      counts.push(counted.count);
      if (flags.plot !== undefined) await writePlot(flags.plot, counted);
    } catch (error) {
      fail(error);
    } finally {
      progress.clear();
    }
  }
  if (flags.json) console.log(countJson(model.id, counts, failures));
  else if (flags.csv) console.log(countCsv(counts));
  else if (counts.length > 0) console.log(report(counts, model.id));
  if (failures.length > 0) process.exitCode = 1;
}

/** The recordings that the paths stand for; lists of known steps among them are passed over. */
async function recordingsOf(
  paths: readonly string[],
  fail: (error: unknown) => void,
): Promise<string[]> {
  const wanted = paths.filter((path) => !isTruthFile(path));
  if (wanted.length === 0) {
    throw new UsageError(`${paths[0]} is a list of known steps: name the recording itself`);
  }
  const found: string[] = [];
  for (const path of wanted) found.push(...((await findRecordings(path).catch(fail)) ?? []));
  return found;
}

async function writePlot(path: string, counted: CountedFile): Promise<void> {
  try {
    await writeFile(path, counted.plot());
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : error}`);
  }
}

/** The table, and what recordings that are not in our own format were read as. */
function report(counts: readonly CountedRecording[], model: string): string {
  const read = counts
    .filter(({ source, notes }) => source.format !== 'stepstream' || notes.length > 0)
    .map(({ file, source, notes }) => `${file}: ${describeSource({ ...source, notes })}`);
  return [
    countTable(counts),
    ...(read.length > 0 ? [read.join('\n')] : []),
    `counted by ${model}`,
  ].join('\n\n');
}
