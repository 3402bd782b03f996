import { open, rm } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import {
  BUCKET_LENGTHS,
  EXPORT_FORMAT_NAMES,
  exportSteps,
  ParameterError,
  readExportFormat,
  readExportRange,
} from '../history/index.ts';
import { auditCommand } from './audit-command.ts';
import { addStoreOptions, type StoreFlags, withStoreOf } from './stored-user.ts';
import { UsageError } from './terminal/usage-error.ts';

interface ExportFlags extends StoreFlags {
  readonly format?: string;
  readonly start?: string;
  readonly end?: string;
  readonly bucket?: string;
  readonly timeZone?: string;
  readonly output?: string;
}

/** Adds `export`: the steps of a user as text, without a server. */
export function registerExport(program: Command): void {
  const command = program
    .command('export')
    .description('write the steps of a user as CSV, NDJSON or FHIR')
    .argument('<user>', 'the name of the user')
    .addOption(new Option('--format <name>', 'default: csv').choices(EXPORT_FORMAT_NAMES))
    .option(
      '--start <time>',
      'start of the range: a date, a time, or Unix seconds; default: the first step',
    )
    .option('--end <time>', 'end of the range, not included; default: now')
    .addOption(
      new Option('--bucket <length>', 'period of a line; default: 1m, with fhir 1d').choices(
        BUCKET_LENGTHS,
      ),
    )
    .option('--time-zone <name>', 'zone of days, and of times without an offset; default: UTC')
    .option('--output <file>', 'write to a file; default: standard output');
  addStoreOptions(command)
    .addHelpText(
      'after',
      `
It reads the store directly, even while a server runs; steps of the last few seconds may be
missing. GET /users/{id}/export of the server has all of them.

Examples:
  $ stepstream export ann > ann.csv
  $ stepstream export ann --bucket 1d --time-zone Europe/Berlin
  $ stepstream export ann --format fhir --output ann.fhir.ndjson`,
    )
    .action(exportUser);
}

async function exportUser(userId: string, flags: ExportFlags): Promise<void> {
  const texts: Readonly<Record<string, string | undefined>> = {
    start: flags.start,
    end: flags.end,
    bucket: flags.bucket,
    time_zone: flags.timeZone,
  };
  const now = Date.now();
  const format = readExportFormat(flags.format);
  const range = rangeOf(() => readExportRange({ get: (name) => texts[name] }, format, now));
  const note = auditCommand('user.export', userId, flags);
  await withStoreOf(userId, flags, { exclusive: false }, async (store) => {
    note();
    const pieces = exportSteps(store, userId, range, format, now);
    if (flags.output === undefined) await print(pieces);
    else await writeTo(flags.output, pieces);
  });
}

/** @throws {UsageError} that names the flag */
function rangeOf<Range>(read: () => Range): Range {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    throw new UsageError(`--${error.message.replace('_', '-')}`);
  }
}

/** Waits for whoever reads. One that goes away, such as `head`, has had enough. */
async function print(pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    const error = await new Promise<Error | null | undefined>((resolve) => {
      process.stdout.once('error', resolve);
      process.stdout.write(piece, (failure) => {
        process.stdout.off('error', resolve);
        resolve(failure);
      });
    });
    if (!error) continue;
    if ('code' in error && error.code === 'EPIPE') return;
    throw new UsageError(`cannot write: ${error.message}`);
  }
}

/** A file that could not be written to its end is removed. */
async function writeTo(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const fail = (error: unknown) =>
    new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : error}`);
  const file = await open(path, 'w').catch((error) => {
    throw fail(error);
  });
  try {
    for await (const piece of pieces) {
      await file.write(piece).catch((error) => {
        throw fail(error);
      });
    }
  } catch (error) {
    // A device is nobody's to remove.
    if ((await file.stat()).isFile()) await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
