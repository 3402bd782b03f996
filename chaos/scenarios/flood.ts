import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { wholeNumberOption } from 'stepstream/terminal';
import { FLOODS, type FloodKind } from '../flood/kinds.ts';
import type { Seen } from '../flood/neighbours.ts';
import { MemoryCage } from '../memory-cage.ts';
import type { Check, Outcome, Scenario, Table, Tell } from '../scenario.ts';
import { ChaosServer } from '../server.ts';

interface Flags {
  readonly seconds: number;
  readonly neighbours: number;
  readonly flooders: string;
  readonly kind?: string;
  readonly rest: number;
  readonly nice: number;
  readonly memory?: number;
  readonly bare?: boolean;
}

/** What one flood did to the neighbours, and to the server; memory in MB. */
interface Measured {
  readonly kind: FloodKind;
  readonly flooders: number;
  readonly seen: Seen;
  readonly peak: number;
  readonly after: number;
}

const FLOODER = fileURLToPath(new URL('../flood/flooder.ts', import.meta.url));
const BARE_SERVER = fileURLToPath(new URL('../flood/bare-server.ts', import.meta.url));
const NEIGHBOURS = fileURLToPath(new URL('../flood/neighbours.ts', import.meta.url));
/** The flood is on its way when the measuring begins, in milliseconds. */
const RISE_MS = 500;
/** Flooders get the processor when nobody else wants it: they stand for other machines. */
const FLOODER_NICENESS = 15;
/** What neighbours may notice, in milliseconds and as a multiple. */
const MAX_P99_MS = 10;
const MAX_MEDIAN_FACTOR = 2;
const MAX_STALL_MS = 20;

/** `chaos flood`: one client that floods, or fifty, harm no neighbour. */
export const flood: Scenario<Flags> = {
  name: 'flood',
  description:
    'Floods the server in every way while neighbours stream at 50 Hz, and tells what they notice. Needs Linux.',
  options: (command: Command) =>
    command
      .option('--seconds <n>', 'how long each flood is measured', wholeNumberOption(1, 600), 5)
      .option('--neighbours <n>', 'people who stream beside it', wholeNumberOption(1, 1000), 10)
      .option('--flooders <list>', 'how many flood at once, separated by commas', '1,10,50')
      .option(
        '--rest <n>',
        'seconds from the end of a flood until memory is looked at',
        wholeNumberOption(0, 600),
        3,
      )
      .option(
        '--nice <n>',
        'priority of server and neighbours: below 0 where other programs disturb, as root',
        Number,
        0,
      )
      .option(
        '--memory <MB>',
        'give the server so much memory, and kill it when it takes more; as root',
        wholeNumberOption(64, 1_000_000),
      )
      .option(
        '--bare',
        'a server that only receives instead: what the runtime alone makes them wait',
      )
      .option('--kind <name>', `only this: ${FLOODS.map(({ name }) => name).join(', ')}`),
  run,
};

async function run(flags: Flags, tell: Tell): Promise<Outcome> {
  const kinds = FLOODS.filter(
    ({ name, isHttp }) =>
      (flags.kind === undefined || name === flags.kind) && !(flags.bare && isHttp),
  );
  if (kinds.length === 0) throw new Error(`there is no flood of ${flags.kind}; see --help`);
  const counts = flags.flooders.split(',').map(Number);
  const cage = flags.memory === undefined ? undefined : MemoryCage.make(flags.memory);
  const server = await ChaosServer.start(['--log-level', 'error', '--store', 'memory'], {
    ...(cage && { cage }),
    ...(flags.bare && { program: [BARE_SERVER] }),
  });
  try {
    setPriority(server.pid, flags.nice);
    tell('nobody floods');
    // The first round warms the server up.
    await watch(server, flags);
    const quiet = await watch(server, flags);
    const before = memory(server).now;
    const measured: Measured[] = [];
    for (const kind of kinds) {
      for (const count of counts) {
        tell(`${count} × ${kind.what}`);
        measured.push(await measure(server, flags, kind, count));
        if (server.hasEnded) throw new Error(`the server has ended: ${server.output}`);
      }
    }
    const checks = checksOf(quiet, measured);
    if (flags.memory && cage) checks.push(check('memory with files, MB', flags.memory, cage.peak));
    return { tables: [tableOf(quiet, before, measured)], checks };
  } finally {
    await server.stop();
    cage?.remove();
  }
}

async function measure(
  server: ChaosServer,
  flags: Flags,
  kind: FloodKind,
  count: number,
): Promise<Measured> {
  resetPeak(server);
  const command = [process.execPath, FLOODER, portOf(server), kind.name, String(count)];
  const flooder = Bun.spawn(command, { stdin: 'pipe' });
  try {
    setPriority(flooder.pid, FLOODER_NICENESS);
    await Bun.sleep(RISE_MS);
    const seen = await watch(server, flags);
    const { peak } = memory(server);
    flooder.kill();
    await flooder.exited;
    await Bun.sleep(1000 * flags.rest);
    return { kind, flooders: count, seen, peak, after: memory(server).now };
  } finally {
    flooder.kill();
  }
}

async function watch(server: ChaosServer, { neighbours, seconds, nice }: Flags): Promise<Seen> {
  const args = [portOf(server), String(neighbours), String(seconds)];
  const child = Bun.spawn([process.execPath, NEIGHBOURS, ...args], { stderr: 'inherit' });
  setPriority(child.pid, nice);
  return JSON.parse(await new Response(child.stdout).text()) as Seen;
}

function portOf(server: ChaosServer): string {
  return new URL(server.url).port;
}

/** Resident memory of the server now, and the most since {@link resetPeak}; in MB. */
function memory({ pid }: ChaosServer): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

function resetPeak({ pid }: ChaosServer): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function tableOf(quiet: Seen, before: number, measured: readonly Measured[]): Table {
  const times = ({ median, p99, longest }: Seen) =>
    [median, p99, longest].map((time) => time.toFixed(1));
  return {
    title: "What neighbours notice: from a sample to its answer, in ms; the server's memory in MB",
    header: ['flooders', 'median', 'p99', 'longest', 'unanswered', 'memory peak', 'after'],
    rows: [
      ['none', ...times(quiet), String(quiet.sent - quiet.answered), '', before.toFixed(0)],
      ...measured.map(({ kind, flooders, seen, peak, after }) => [
        `${flooders} × ${kind.what}`,
        ...times(seen),
        String(seen.sent - seen.answered),
        peak.toFixed(0),
        after.toFixed(0),
      ]),
    ],
  };
}

function checksOf(quiet: Seen, measured: readonly Measured[]): Check[] {
  const worst = (pick: (seen: Seen) => number) =>
    Math.max(...measured.map(({ seen }) => pick(seen)));
  const miscounted = worst(({ miscounted }) => miscounted);
  const medianLimit = MAX_MEDIAN_FACTOR * quiet.median;
  const p99Limit = quiet.p99 + MAX_P99_MS;
  return [
    check('neighbours whose count is wrong', 0, miscounted),
    check(
      'their median, ms',
      medianLimit,
      worst(({ median }) => median),
    ),
    check(
      'their p99, ms',
      p99Limit,
      worst(({ p99 }) => p99),
    ),
    check(
      'longest wait, ms',
      quiet.longest + MAX_STALL_MS,
      worst(({ longest }) => longest),
    ),
  ];
}

function check(what: string, most: number, measured: number): Check {
  const [expected, shown] = [most, measured].map((value) => String(Number(value.toFixed(1))));
  return { what, expected: `at most ${expected}`, measured: `${shown}`, met: measured <= most };
}
