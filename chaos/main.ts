import { Command, CommanderError } from 'commander';
import { type Align, formatTable, ProgressLine } from 'stepstream/terminal';
import type { Outcome, Scenario } from './scenario.ts';
import { cluster } from './scenarios/cluster.ts';
import { drain } from './scenarios/drain.ts';
import { flood } from './scenarios/flood.ts';
import { kill } from './scenarios/kill.ts';
import { rolling } from './scenarios/rolling.ts';

/** `npm run chaos`: what becomes of people's steps when things go wrong. */

/** Each a command of its own. */
const SCENARIOS: readonly Scenario[] = [cluster, drain, flood, kill, rolling];
/** The exit code when something did not hold, and of wrong use. */
const FAILED = 1;
const WRONG_USE = 2;

const program = new Command('chaos')
  .description(
    'Harms a real server while many people walk with the client library, in real recordings where there are any ' +
      '(STEPSTREAM_DATA), and compares what each was told with the walk that nobody cut.',
  )
  .addHelpText(
    'after',
    `
Exit code 0: all held; 1: something did not; 2: wrong use.

Examples:
  $ npm run chaos -- cluster                three servers that act as one, harmed for ten minutes
  $ npm run chaos -- cluster --walkers 30 --seconds 60
  $ npm run chaos -- drain                  restarts in good order under 200 walkers
  $ npm run chaos -- drain --walkers 20     a small one
  $ npm run chaos -- flood                  floods it in every way, and tells what neighbours notice
  $ npm run chaos -- kill                   kills it twenty times under 200 walkers
  $ npm run chaos -- kill --signal TERM --cut 2
  $ npm run chaos -- kill --store postgres --outage 10
  $ npm run chaos -- rolling                deploys to three servers behind HAProxy, one after the other
  $ npm run chaos -- kill --help            all its options`,
  )
  .exitOverride();

for (const scenario of SCENARIOS) {
  scenario
    .options(program.command(scenario.name).description(scenario.description).exitOverride())
    .action((flags: object) => run(scenario, flags));
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE;
}
process.exit();

async function run(scenario: Scenario, flags: object): Promise<void> {
  const progress = new ProgressLine();
  try {
    const outcome = await scenario.run(flags, (text) => progress.update(text));
    progress.clear();
    print(outcome);
    if (outcome.checks.some(({ met }) => !met)) process.exitCode = FAILED;
  } finally {
    progress.clear();
  }
}

function print({ tables, checks }: Outcome): void {
  for (const { title, header, rows } of tables) {
    const align = header.map((_, column): Align => (column === 0 ? 'left' : 'right'));
    console.log(`${title}\n\n${formatTable(header, rows, align)}\n`);
  }
  const rows = checks.map(({ what, expected, measured, met }) => [
    ...[what, expected, measured],
    met ? 'met' : 'MISSED',
  ]);
  console.log(formatTable(['what', 'expected', 'measured', ''], rows));
}
