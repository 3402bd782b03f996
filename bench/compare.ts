import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '@stepstream/math';
import { Command, InvalidArgumentError } from 'commander';
import { formatTable, ProgressLine } from 'stepstream/terminal';
import type { LoadJob } from './load/job.ts';
import { LoadProcess } from './load-process.ts';
import { pairedRatio } from './paired-ratio.ts';
import { startProcess } from './server-process.ts';

/** `npm run bench:compare -- FOLDER`: this checkout beside another, in one run. */

/** What clients send, and how. */
const LOADS = {
  'one JSON sample a frame, closed': { framing: 'json', batch: 1, pace: { window: 1 } },
  'one JSON sample a frame, 8 in flight': { framing: 'json', batch: 1, pace: { window: 8 } },
  'JSON batches of 50, closed': { framing: 'json-batch', batch: 50, pace: { window: 1 } },
  'binary batches of 50, closed': { framing: 'binary-batch', batch: 50, pace: { window: 1 } },
  'binary batches of 50, 8 in flight': { framing: 'binary-batch', batch: 50, pace: { window: 8 } },
} as const satisfies Record<string, Pick<LoadJob, 'framing' | 'batch' | 'pace'>>;

const SESSIONS = 100;
const CROWD = 2000;
/** A whole turn of a load, in seconds; a round has one of each checkout. */
const TURN = { streamSeconds: 600, settle: 2, warmUp: 0.3, duration: 0.7 } as const;

/** Where the command line's program is in a checkout, now and before there were packages. */
const MAINS = ['packages/server/src/cli/main.ts', 'src/cli/main.ts'];

const program = new Command('compare')
  .description(
    'Measures this checkout and another one in turns, round by round, and prints the ratio of each round ' +
      'as its median: processor time a sample, start, and memory a session. Needs Linux.',
  )
  .argument('<folder>', 'the other checkout, with its dependencies installed')
  .option('--rounds <n>', 'rounds of each load', wholeNumber, 15)
  .addHelpText(
    'after',
    `
Example:
  $ git worktree add ../before v0.1.0 && (cd ../before && npm ci)
  $ npm run bench:compare -- ../before`,
  );
program.parse();
const [other = ''] = program.args;
const { rounds } = program.opts<{ rounds: number }>();

const here = fileURLToPath(new URL('..', import.meta.url));
const commands = [here, resolve(other)].map((folder) => {
  const main = MAINS.map((file) => join(folder, file)).find(existsSync);
  if (!main) program.error(`compare: ${folder} is no checkout of Stepstream`);
  return [process.execPath, main as string, 'serve', '--port', '0', '--log-level', 'error'];
});

const progress = new ProgressLine();
const rows: string[][] = [];
for (const [name, load] of Object.entries(LOADS)) {
  rows.push(row(`µs a sample, ${name}`, await cost(name, load)));
}
rows.push(row('ms from start to listening', await starts()));
rows.push(row(`KB a session, ${CROWD} of them at 50 Hz`, await memory()));
progress.clear();
console.log(
  formatTable(['', 'here', 'there', 'here / there'], rows, ['left', 'right', 'right', 'right']),
);

/** Processor time a sample of both, µs, in each round. */
async function cost(
  name: string,
  load: Pick<LoadJob, 'framing' | 'batch' | 'pace'>,
): Promise<number[][]> {
  const servers = await Promise.all(commands.map((command) => startProcess(command)));
  const loads = servers.map(
    ({ port, pid }) =>
      new LoadProcess({ port, pid, sessions: SESSIONS, greeted: true, ...load, ...TURN }),
  );
  const found: number[][] = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      progress.update(`${name}, round ${round} of ${rounds}`);
      const each: number[] = [];
      // Who goes first changes, so that neither always has the warmer machine.
      for (const i of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const { serverCpu, samples } = await (loads[i] as LoadProcess).round();
        each[i] = (1e6 * serverCpu) / samples;
      }
      found.push(each);
    }
  } finally {
    for (const process of loads) process.stop();
    await Promise.all(servers.map((server) => server.stop()));
  }
  return found;
}

/** From start to listening of both, ms, in each round. */
async function starts(): Promise<number[][]> {
  const found: number[][] = [];
  for (let round = 1; round <= rounds; round++) {
    progress.update(`start, round ${round} of ${rounds}`);
    const each: number[] = [];
    for (const command of commands) {
      const server = await startProcess(command);
      each.push(server.startMilliseconds);
      await server.stop();
    }
    found.push(each);
  }
  return found;
}

/** Resident memory a session of both, KB, in each of a few rounds. */
async function memory(): Promise<number[][]> {
  const found: number[][] = [];
  const few = Math.min(rounds, 5);
  for (let round = 1; round <= few; round++) {
    progress.update(`memory, round ${round} of ${few}`);
    const each: number[] = [];
    for (const command of commands) {
      const server = await startProcess(command);
      const load = new LoadProcess({
        ...{ port: server.port, pid: server.pid, sessions: CROWD, greeted: true },
        ...{ framing: 'binary-batch', batch: 50, pace: { framesPerSecond: 1 } },
        ...{ streamSeconds: 60, settle: 5, warmUp: 1, duration: 10 },
      });
      const { residentBefore, residentAfter } = await load.round();
      each.push((residentAfter - residentBefore) / 1024 / CROWD);
      load.stop();
      await server.stop();
    }
    found.push(each);
  }
  return found;
}

function row(name: string, both: readonly number[][]): string[] {
  const ours = both.map(([here = Number.NaN]) => here);
  const theirs = both.map(([, there = Number.NaN]) => there);
  const column = (values: readonly number[]) => (median(values) ?? Number.NaN).toFixed(2);
  return [name, column(ours), column(theirs), pairedRatio(ours, theirs).toFixed(3)];
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 to 99.');
}
