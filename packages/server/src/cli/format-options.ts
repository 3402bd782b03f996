import {
  ACCEL_UNITS,
  type AccelUnit,
  type ClockUnit,
  type FormatOptions,
  formatTitle,
  GRAVITIES,
  GYRO_UNITS,
  parseAccelUnit,
  type RecordingNote,
  type RecordingSource,
  TIME_UNITS,
} from '@stepstream/formats';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { wholeNumberOption } from './terminal/parse-options.ts';

const COLUMN_COUNTS: readonly number[] = [3, 4, 6, 7];
const MIN_RATE = 0.1;
const MAX_RATE = 10_000;
const MAX_SKIPPED_ROWS = 1_000_000;

/** Adds the options that say what a recording's columns and units are. */
export function addFormatOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--columns <names>',
        'read any table: its columns of time, acceleration x,y,z and, if there is one, gyroscope x,y,z, by name or by number from 1; no time with --rate',
      ).argParser(parseColumns),
    )
    .addOption(
      new Option(
        '--accel-unit <unit>',
        "unit of the acceleration: m/s^2, g, mg, or 1/N if a sensor's raw value of N is one g (default: as the file says or shows)",
      ).argParser(parseUnit),
    )
    .addOption(unitOption('--gyro-unit <unit>', 'unit of the angular velocity', GYRO_UNITS))
    .addOption(unitOption('--time-unit <unit>', 'unit of the times', TIME_UNITS))
    .addOption(unitOption('--gravity <word>', 'whether gravity is in the acceleration', GRAVITIES))
    .addOption(
      new Option(
        '--rate <hz>',
        'samples a second, for a table without times; overrides times (default: as the file says)',
      ).argParser(parseRate),
    )
    .addOption(
      new Option('--skip-rows <n>', 'lines to skip at the beginning of a text file').argParser(
        wholeNumberOption(0, MAX_SKIPPED_ROWS),
      ),
    );
}

/** The format's part of a command's flags. */
export function formatOptionsOf(flags: FormatOptions): FormatOptions {
  const { columns, accelUnit, gyroUnit, timeUnit, gravity, rate, skipRows, truth } = flags;
  return {
    ...(columns && { columns }),
    ...(accelUnit && { accelUnit }),
    ...(gyroUnit && { gyroUnit }),
    ...(timeUnit && { timeUnit }),
    ...(gravity && { gravity }),
    ...(rate !== undefined && { rate }),
    ...(skipRows !== undefined && { skipRows }),
    ...(truth !== undefined && { truth }),
  };
}

/**
 * What a recording was read as, for people: format and units, and a line for each note on what was
 * done to it.
 */
export function describeSource(source: RecordingSource): string {
  const gravity = source.gravity === 'included' ? 'with gravity' : 'without gravity';
  const parts = [
    formatTitle(source.format),
    TIMES[source.timeUnit] ?? `times in ${source.timeUnit}`,
    `acceleration in ${source.accelUnit} ${gravity}`,
    ...(source.gyroUnit ? [`angular velocity in ${source.gyroUnit}`] : []),
  ];
  return [parts.join(', '), ...source.notes.map(noteLine)].join('\n  ');
}

/** How times are called that are no numbers of a unit. */
const TIMES: Partial<Record<ClockUnit, string>> = {
  calendar: 'times as dates',
  rate: 'times by its rate',
};

/** A note, with the code that programs know it by. */
function noteLine({ code, text }: RecordingNote): string {
  return `${text} (${code})`;
}

/** What is found where nothing is said, for the help. */
function unitOption(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, `${description} (default: as the file says or shows)`).choices(choices);
}

function parseUnit(text: string): AccelUnit {
  const unit = parseAccelUnit(text);
  if (unit) return unit;
  throw new InvalidArgumentError(`Expected ${ACCEL_UNITS.join(', ')}, or 1/N such as 1/16384.`);
}

function parseRate(text: string): number {
  const rate = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : 0;
  if (rate >= MIN_RATE && rate <= MAX_RATE) return rate;
  throw new InvalidArgumentError(
    `Expected samples a second, ${MIN_RATE} to ${MAX_RATE}, such as 50.`,
  );
}

function parseColumns(text: string): string[] {
  const columns = text.split(',').map((name) => name.trim());
  if (COLUMN_COUNTS.includes(columns.length) && !columns.includes('')) return columns;
  throw new InvalidArgumentError(
    'Expected 4 or 7 columns, such as time,ax,ay,az; with --rate, 3 or 6.',
  );
}
