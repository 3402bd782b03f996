import {
  type FormatOptions,
  type Gravity,
  type Recording,
  RecordingError,
  readRecording,
  recordingSummary,
  type TrueStep,
} from '@stepstream/formats';
import { MAX_BATCH_SAMPLES } from '@stepstream/protocol';
import { demoWalk } from '@stepstream/synthetic';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { stepsBeside } from './count/truth-beside.ts';
import { addFormatOptions, describeSource, formatOptionsOf } from './format-options.ts';
import { ReplayError } from './replay-error.ts';
import { ReplayDisplay, replayReport } from './replay-report.ts';
import { ReplaySession } from './replay-session.ts';
import { NOTHING_SENT, streamRecording } from './replay-stream.ts';
import { ReplayTally } from './replay-tally.ts';
import { wholeNumberOption } from './terminal/parse-options.ts';
import { UsageError } from './terminal/usage-error.ts';

/** Exit code of a command that Ctrl-C ended, as shells have it. */
const INTERRUPTED = 130;

interface ReplayFlags extends FormatOptions {
  readonly url: URL;
  readonly speed: number;
  readonly batch: number;
  readonly binary?: boolean;
  readonly user?: string;
  readonly token?: string;
  readonly demo?: boolean;
}

/** What is streamed. */
interface Source {
  readonly name: string;
  readonly recording: Recording;
  readonly gravity: Gravity;
  readonly truth: readonly TrueStep[] | null;
}

/** Adds `replay`: streams a recording through a live server, as a device would. */
export function registerReplay(program: Command): void {
  const command = program
    .command('replay')
    .description('stream a recording through a running server, as a device would')
    .argument('[path]', 'a recording, in any format that count reads')
    .option('--demo', 'stream the built-in walk of 30 s instead of a file')
    .addOption(
      new Option('--url <url>', "address of the server's stream")
        .default(new URL('ws://localhost:8000/ws/realtime'), 'ws://localhost:8000/ws/realtime')
        .argParser(parseUrl),
    )
    .addOption(
      new Option('--speed <factor>', 'how many times as fast as recorded, or max')
        .default(1)
        .argParser(parseSpeed),
    )
    .addOption(
      new Option('--batch <n>', `samples a frame, 1 to ${MAX_BATCH_SAMPLES}`)
        .default(1)
        .argParser(wholeNumberOption(1, MAX_BATCH_SAMPLES)),
    )
    .option('--binary', 'send binary frames instead of JSON; best in batches')
    .option('--user <id>', 'user to stream as')
    .addOption(
      new Option('--token <token>', 'token, for a server that asks for one').env(
        'STEPSTREAM_TOKEN',
      ),
    );
  addFormatOptions(command)
    .addHelpText(
      'after',
      `
If NAME.steps.csv is beside NAME.csv, the count is compared with it.

Examples:
  $ stepstream replay --demo                     the built-in walk, in real time
  $ stepstream replay walk.csv --speed max       a recording, as fast as the server answers
  $ stepstream replay walk.csv --batch 50 --binary --speed max
  $ stepstream replay walk.csv --batch 25 --url ws://steps.example:8000/ws/realtime`,
    )
    .action(replay);
}

async function replay(path: string | undefined, flags: ReplayFlags): Promise<void> {
  try {
    await run(await openSource(path, flags), flags);
  } catch (error) {
    if (!(error instanceof RecordingError) && !(error instanceof ReplayError)) throw error;
    console.error(`stepstream: ${error.message}`);
    process.exitCode = 1;
  }
}

/** @throws {RecordingError | UsageError} */
async function openSource(path: string | undefined, flags: ReplayFlags): Promise<Source> {
  if (flags.demo && path === undefined) {
    const recording = demoWalk();
    return { name: 'demo walk', recording, gravity: 'included', truth: recording.steps };
  }
  if (path === undefined || flags.demo) {
    throw new UsageError('name one recording, or --demo for the built-in walk');
  }
  const truth = await stepsBeside(path);
  const recording = await readRecording(path, formatOptionsOf(flags));
  const { source } = recording;
  // As `count` tells it: what is streamed is not always what stands in the file.
  if (source.format !== 'stepstream' || source.notes.length > 0) {
    console.error(`${path}: ${describeSource(source)}`);
  }
  return { name: path, recording, gravity: source.gravity, truth };
}

async function run({ name, recording, gravity, truth }: Source, flags: ReplayFlags): Promise<void> {
  const { duration } = recordingSummary(recording);
  const tally = new ReplayTally();
  const display = new ReplayDisplay(tally, duration);
  const interrupt = interruption();
  const start = performance.now();
  let position = NOTHING_SENT;
  let session: ReplaySession | undefined;
  const report = () => {
    display.clear();
    const took = (performance.now() - start) / 1000;
    const complete = position.samples === recording.times.length;
    console.log(replayReport({ name, tally, position, duration, took, truth, complete }));
  };
  try {
    const { url, user, token, batch, binary = false } = flags;
    session = new ReplaySession({ url: url.href, user, token, gravity, batch, binary });
    tally.follow(session.client);
    await session.begun();
    position = await streamRecording(session, recording, tally, {
      ...flags,
      signal: interrupt.signal,
      onProgress: (now) => {
        position = now;
        display.update(now);
      },
    });
    await session.stop();
    report();
    if (tally.refused > 0) process.exitCode = 1;
    if (interrupt.signal.aborted) process.exitCode = INTERRUPTED;
  } catch (error) {
    if (position.samples > 0) report();
    throw error;
  } finally {
    display.clear();
    session?.close();
    interrupt.release();
  }
}

/** Ctrl-C ends the stream in good order; a second one ends the process. */
function interruption(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  return { signal: controller.signal, release: () => process.off('SIGINT', onSignal) };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'ws:' || url?.protocol === 'wss:') return url;
  throw new InvalidArgumentError('Expected an address such as ws://localhost:8000/ws/realtime.');
}

function parseSpeed(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY;
  const speed = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : 0;
  if (speed > 0) return speed;
  throw new InvalidArgumentError('Expected a number above 0, or max.');
}
