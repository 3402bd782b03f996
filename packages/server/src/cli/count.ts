import { availableParallelism } from 'node:os';
import {
  type CountedRecording,
  onClockOf,
  PERIOD_LENGTHS,
  type PeriodLength,
} from '@stepstream/analysis';
import { findTimeZone, type TimeZone, UTC } from '@stepstream/calendar';
import { DEFAULT_CONFIRM_AFTER, MAX_CONFIRM_AFTER } from '@stepstream/detector';
import { FORMATS, type FormatOptions } from '@stepstream/formats';
import { reportPage } from '@stepstream/report';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { countAll } from './count/count-all.ts';
import { type CountTask, createCounter } from './count/count-task.ts';
import { CounterProcess } from './count/counter-process.ts';
import { csvText } from './count/csv.ts';
import { type CountFailure, failureOf } from './count/failure.ts';
import { findFiles } from './count/find-files.ts';
import { JobProgress } from './count/job-progress.ts';
import { jobsFor } from './count/jobs-for.ts';
import { countJson, fileJson } from './count/json.ts';
import { checkOutputs, type OutputFile, writeOutput } from './count/output-file.ts';
import { PictureShelf } from './count/picture-shelf.ts';
import { countReport } from './count/report.ts';
import { bouts, countsAsRows, periods } from './count/rows.ts';
import { tellEach } from './count/tell-each.ts';
import { addFormatOptions, formatOptionsOf } from './format-options.ts';
import { modelFrom, modelOption } from './model-option.ts';
import { wholeNumberOption } from './terminal/parse-options.ts';
import { ProgressLine } from './terminal/progress.ts';
import { UsageError } from './terminal/usage-error.ts';

interface CountFlags extends FormatOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly bouts?: boolean;
  readonly per?: PeriodLength;
  readonly timeZone?: TimeZone;
  readonly plot?: string;
  readonly report?: string;
  readonly jobs?: number;
  readonly tolerance?: number;
  readonly model?: string;
  readonly confirmAfter?: number;
}

const MAX_JOBS = 256;
const MAX_TOLERANCE_MS = 1000;

/** Adds `count`: the steps in recordings, by the server's detector, without a server. */
export function registerCount(program: Command): void {
  const command = program
    .command('count')
    .description('count the steps in recordings')
    .argument('<path...>', 'recordings: files, folders of them, or patterns in quotes')
    .addOption(
      new Option('--json', 'print everything, including every step, as JSON').conflicts('csv'),
    )
    .option('--csv', 'print the table as CSV')
    .addOption(new Option('--bouts', 'a row for each walk').conflicts('per'))
    .addOption(
      new Option('--per <period>', 'a row for each minute, hour or day').choices(PERIOD_LENGTHS),
    )
    .addOption(
      new Option(
        '--time-zone <zone>',
        "time zone of dates, hours and days, such as Europe/Berlin (default: this machine's)",
      ).argParser(parseZone),
    )
    .option('--report <file.html>', 'write a page with plots, walks and where to look first')
    .option('--plot <file.svg>', 'draw the signal of one recording with its steps')
    .option(
      '--truth <column>',
      'the column of known steps, by name or number: a count that grows, 1 at each step, or the total in each row',
    )
    .addOption(
      new Option(
        '--tolerance <ms>',
        'how far apart a counted and a known step may be to match (default: 200)',
      ).argParser(wholeNumberOption(1, MAX_TOLERANCE_MS)),
    )
    .addOption(
      new Option(
        '--jobs <n>',
        'recordings to count at a time, each in a process of its own (default: one for each processor, if that is faster)',
      ).argParser(wholeNumberOption(1, MAX_JOBS)),
    )
    .addOption(
      new Option(
        '--confirm-after <n>',
        `steps in rhythm before any counts, 1 to ${MAX_CONFIRM_AFTER}; default: ${DEFAULT_CONFIRM_AFTER}, or fewer if the detector is sure of a walk`,
      ).argParser(wholeNumberOption(1, MAX_CONFIRM_AFTER)),
    )
    .addOption(modelOption());
  addFormatOptions(command).addHelpText('after', helpText).action(count);
}

function helpText(): string {
  return `
It reads these formats, recognised by their contents, plain or gzip:
${formatList()}
The folder of an export is one recording; any other folder is all recordings in it.

Known steps of NAME.csv are compared with the count. They are in NAME.steps.csv (a row for each step,
timestamp in s), in NAME.count.json ({"steps": 123}) or in a column (--truth). NAME.mask.csv has the
stretches in which they are not known (start,end in s).

Examples:
  $ stepstream count walk.csv
  $ stepstream count recordings/ --report report.html
  $ stepstream count --bouts walk.csv
  $ stepstream count --per hour --time-zone Europe/Berlin day.csv
  $ stepstream count --columns t,ax,ay,az --accel-unit g --time-unit ms imu.csv
  $ stepstream count --truth step_count walk.csv
  $ stepstream count --csv recordings/ > steps.csv`;
}

/** The formats, a line for each. */
function formatList(): string {
  const width = Math.max(...FORMATS.map(({ title }) => title.length));
  return FORMATS.map(({ title, summary }) => `  ${title.padEnd(width)}  ${summary}`).join('\n');
}

function parseZone(name: string): TimeZone {
  const zone = findTimeZone(name);
  if (zone) return zone;
  throw new InvalidArgumentError('Expected a zone such as Europe/Berlin, UTC or +05:30.');
}

async function count(paths: readonly string[], flags: CountFlags): Promise<void> {
  // Before anything is started: a model that can't be loaded is told once.
  const model = modelFrom(flags.model);
  const zone = flags.timeZone ?? systemZone();
  const line = new ProgressLine();
  const failures: CountFailure[] = [];
  const complain = (failure: CountFailure) => {
    line.clear();
    console.error(`stepstream: ${failure.message}`);
  };
  const fail = (failure: CountFailure) => {
    failures.push(failure);
    complain(failure);
  };
  const files = await findFiles(paths, (path, error) => fail(failureOf(path, error)));
  if (flags.plot !== undefined && files.length > 1) {
    throw new UsageError(`--plot draws one recording, and these are ${files.length}`);
  }
  await checkOutputs(outputsOf(flags), [...paths, ...files.map(({ path }) => path)]);
  const task: CountTask = {
    model: flags.model,
    confirmAfter: flags.confirmAfter,
    tolerance: flags.tolerance && flags.tolerance / 1000,
    format: formatOptionsOf(flags),
    draws: flags.plot !== undefined || flags.report !== undefined,
  };
  const jobs = flags.jobs ?? jobsFor(files, availableParallelism());
  const counters =
    Math.min(jobs, files.length) > 1
      ? Array.from({ length: Math.min(jobs, files.length) }, () => new CounterProcess(task))
      : [createCounter(task)];
  const found: (CountedRecording | undefined)[] = [];
  /** By the place of their files: processes that count beside one another fail in any order. */
  const uncounted: (CountFailure | undefined)[] = [];
  const pictures = new PictureShelf();
  try {
    await countAll(files, counters, new JobProgress(files, line), (outcome, index) => {
      if ('failure' in outcome) {
        uncounted[index] = outcome.failure;
        complain(outcome.failure);
      } else {
        const one = onClockOf(outcome.count, zone);
        found[index] = one;
        if (outcome.pictures) pictures.put(one, outcome.pictures);
      }
    });
  } finally {
    line.clear();
    for (const counter of counters) counter.close();
  }
  failures.push(...uncounted.filter((one) => one !== undefined));
  const read = found.filter((one) => one !== undefined);
  const told = tellEach(
    read,
    (count) => ({
      rows: flags.bouts ? bouts([count], zone) : flags.per ? periods([count], flags.per, zone) : [],
      json: flags.json ? fileJson(count, zone, flags.per) : {},
    }),
    fail,
  );
  const counts = told.map(({ count }) => count);
  await writePictures(flags, { counts, failures, pictures, model: model.id, zone });
  if (failures.length > 0) process.exitCode = 1;
  if (flags.json) {
    const files = told.map(({ told }) => told.json);
    console.log(countJson({ model: model.id, counts, files, failures, zone }));
    return;
  }
  const isByParts = flags.bouts || flags.per;
  const rows = isByParts ? told.flatMap(({ told }) => told.rows) : countsAsRows(counts, failures);
  if (flags.csv) console.log(csvText(rows));
  else if (counts.length > 0) console.log(countReport(counts, rows, failures, model.id));
}

interface Results {
  readonly counts: readonly CountedRecording[];
  readonly failures: readonly CountFailure[];
  readonly pictures: PictureShelf;
  readonly model: string;
  readonly zone: TimeZone;
}

async function writePictures({ plot, report }: CountFlags, results: Results): Promise<void> {
  const { counts, failures, pictures, model, zone } = results;
  const [first] = counts;
  const signal = first && pictures.of(first)?.signal;
  if (plot !== undefined && signal) await writeOutput(plot, signal);
  if (report === undefined) return;
  const recordings = counts.map((one) => ({ count: one, pictures: pictures.of(one) }));
  const title = counts.length === 1 ? (first?.file ?? '') : 'Steps in recordings';
  const messages = failures.map(({ message }) => message);
  await writeOutput(report, reportPage({ title, model, recordings, failures: messages, zone }));
}

/** The files that the flags want written. */
function outputsOf({ plot, report }: CountFlags): OutputFile[] {
  return [
    ...(plot === undefined ? [] : [{ option: '--plot', path: plot, example: 'walk.svg' }]),
    ...(report === undefined ? [] : [{ option: '--report', path: report, example: 'report.html' }]),
  ];
}

function systemZone(): TimeZone {
  return findTimeZone(new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC;
}
