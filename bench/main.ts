import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { median } from '@stepstream/math';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';
import { formatTable, ProgressLine } from 'stepstream/terminal';
import { CANDIDATES, type Candidate } from './candidates.ts';
import type { BenchResults, Measurement, Parts, SavedSession } from './results.ts';
import { runScenario } from './run-scenario.ts';
import { quick, SCENARIOS } from './scenarios.ts';
import { startProcess } from './server-process.ts';
import {
  capacityTable,
  partsTable,
  savedSessionTable,
  scenarioTables,
  type Table,
  verdictTable,
} from './tables.ts';
import { verdicts } from './verdict.ts';

/** `npm run bench`: what Stepstream costs, beside servers that detect nothing. */

interface Flags {
  readonly quick?: boolean;
  readonly scenario: readonly string[];
  readonly rounds?: number;
  readonly json: string;
}

const STARTS = 5;
const QUICK_ROUNDS = 4;
const QUICK_SESSIONS = 100;
const names = Object.keys(SCENARIOS);

const program = new Command('bench')
  .description(
    'What a sample costs the server in processor time, against servers that detect nothing; with ' +
      'answer times, memory and a verdict. All candidates take turns in one run, so the ratios hold even ' +
      'on a busy machine. Needs Linux, which says what each process has used.',
  )
  .option('--quick', 'small and short: shows that everything works, and measures nothing')
  .option(
    '--scenario <names...>',
    `only these: ${names.join(', ')}`,
    (name: string, before: readonly string[]) => {
      if (!names.includes(name)) throw new InvalidArgumentError(`Choose from ${names.join(', ')}.`);
      return before === names ? [name] : [...before, name];
    },
    names as readonly string[],
  )
  .option('--rounds <n>', 'at most this many rounds of each scenario', (text) => {
    if (/^[1-9]\d?$/.test(text)) return Number(text);
    throw new InvalidArgumentError('Expected a whole number from 1 to 99.');
  })
  .option('--json <file>', 'where to write all results', 'bench.json')
  .addHelpText(
    'after',
    `
Examples:
  $ npm run bench                                  everything, in about twenty minutes
  $ npm run bench -- --scenario closed pipelined   two of the scenarios
  $ npm run bench -- --quick                       does it work at all?
  $ npm run bench -- --json bench/results.json && npm run docs    the tables of docs/performance.md`,
  )
  .exitOverride();

try {
  program.parse();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  throw error;
}
await run(program.opts<Flags>());
process.exit(0);

async function run(flags: Flags): Promise<void> {
  const progress = new ProgressLine();
  const tell = (what: string) => progress.update(what);
  try {
    tell('start of the server');
    const startMilliseconds = await startTime(CANDIDATES.b, flags);
    const bareStartMilliseconds = await startTime(CANDIDATES.a, flags);
    tell('the parts of a sample’s way');
    const parts = measureParts(flags);
    tell('what a session holds');
    const sessionBytes = measureSession(flags);
    tell('what it costs to save one');
    const savedSession = measureSaving(flags);
    const measurements: Measurement[] = [];
    for (const name of flags.scenario) {
      const scenario = SCENARIOS[name] as (typeof SCENARIOS)[string];
      const rounds = Math.min(flags.rounds ?? scenario.rounds, scenario.rounds);
      const chosen = flags.quick ? quick(scenario) : { ...scenario, rounds };
      measurements.push(...(await runScenario(chosen, tell)));
    }
    const results: BenchResults = {
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
      runtime: `Bun ${Bun.version}`,
      model: loadModel(DEFAULT_CONFIG.model).id,
      startMilliseconds,
      bareStartMilliseconds,
      parts,
      sessionBytes,
      savedSession,
      measurements,
    };
    progress.clear();
    writeFileSync(flags.json, `${JSON.stringify(results, null, 2)}\n`);
    console.log(`${results.machine}, ${results.runtime}, ${results.model}`);
    print(partsTable(results));
    print(savedSessionTable(savedSession));
    for (const table of scenarioTables(results)) print(table);
    print(capacityTable(results));
    print(verdictTable(verdicts(results)));
    console.log(`\nAll results: ${flags.json}`);
    if (flags.quick) console.log('A quick run measures nothing: do not quote it.');
  } finally {
    progress.clear();
  }
}

function print({ title, header, rows }: Table): void {
  const align = header.map((_, column) => (column === 0 ? 'left' : 'right'));
  console.log(`\n${title}\n\n${formatTable(header, rows, align as ('left' | 'right')[])}`);
}

/** From the start of a server's process to its first accepted connection, in ms. */
async function startTime(candidate: Candidate, flags: Flags): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < (flags.quick ? 1 : STARTS); i++) {
    const server = await startProcess(candidate.command);
    times.push(server.startMilliseconds);
    await server.stop();
  }
  return median(times) ?? Number.NaN;
}

/** Measured in a process of its own, so that it is not this one's history that is measured. */
function measureParts(flags: Flags): Parts {
  return measureAlone('parts.ts', flags.quick ? [String(QUICK_ROUNDS)] : []) as Parts;
}

/** What a session holds, in bytes. */
function measureSession(flags: Flags): number {
  return measureAlone('memory.ts', flags.quick ? [String(QUICK_SESSIONS)] : []) as number;
}

/** What it costs to save a session, and how large it is then. */
function measureSaving(flags: Flags): SavedSession {
  const args = flags.quick ? [QUICK_ROUNDS, QUICK_SESSIONS].map(String) : [];
  return measureAlone('saved-session.ts', args) as SavedSession;
}

/** Runs a script that prints what it has measured as JSON. */
function measureAlone(name: string, args: readonly string[]): unknown {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  return JSON.parse(stdout);
}
