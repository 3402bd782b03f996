import {
  ACCEL_UNITS,
  type FormatOptions,
  formatTitle,
  GRAVITIES,
  GYRO_UNITS,
  type RecordingNote,
  type RecordingSource,
  TIME_UNITS,
} from '@stepstream/formats';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Adds the options that say what a recording's columns and units are. */
export function addFormatOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--columns <names>',
        'read any CSV: its columns of time, acceleration x,y,z and, if there is one, gyroscope x,y,z, by name or by number from 1',
      ).argParser(parseColumns),
    )
    .addOption(unitOption('--accel-unit <unit>', 'unit of the acceleration', ACCEL_UNITS))
    .addOption(unitOption('--gyro-unit <unit>', 'unit of the angular velocity', GYRO_UNITS))
    .addOption(unitOption('--time-unit <unit>', 'unit of the times', TIME_UNITS))
    .addOption(unitOption('--gravity <word>', 'whether gravity is in the acceleration', GRAVITIES));
}

/** The format's part of a command's flags. */
export function formatOptionsOf(flags: FormatOptions): FormatOptions {
  const { columns, accelUnit, gyroUnit, timeUnit, gravity } = flags;
  return {
    ...(columns && { columns }),
    ...(accelUnit && { accelUnit }),
    ...(gyroUnit && { gyroUnit }),
    ...(timeUnit && { timeUnit }),
    ...(gravity && { gravity }),
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
    `times in ${source.timeUnit}`,
    `acceleration in ${source.accelUnit} ${gravity}`,
    ...(source.gyroUnit ? [`angular velocity in ${source.gyroUnit}`] : []),
  ];
  return [parts.join(', '), ...source.notes.map(noteLine)].join('\n  ');
}

/** A note, with where it is from: `line 512: … (rows_skipped)`. */
function noteLine({ code, text, line }: RecordingNote): string {
  return `${line === null ? '' : `line ${line}: `}${text} (${code})`;
}

/** What is found where nothing is said, for the help. */
function unitOption(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, `${description} (default: as the file says or shows)`).choices(choices);
}

function parseColumns(text: string): string[] {
  const columns = text.split(',').map((name) => name.trim());
  if ((columns.length === 4 || columns.length === 7) && !columns.includes('')) return columns;
  throw new InvalidArgumentError('Expected 4 or 7 columns, such as time,ax,ay,az.');
}
