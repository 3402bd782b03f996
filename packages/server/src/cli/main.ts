import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.ts';
import { dashAdvice } from './terminal/dash-advice.ts';
import { UsageError } from './terminal/usage-error.ts';

/** Exit code of a command that was called wrongly. */
const WRONG_USE = 2;
/** Exit code of a command that failed for any other reason. */
const FAILED = 1;

const program = new Command('stepstream')
  .description('Real-time step detection: a server, and tools around it.')
  .version(VERSION)
  .configureOutput({
    outputError: (text, write) =>
      write(`${text.replace(/^error: /, 'stepstream: ')}${dashAdvice(text)}`),
  })
  .showSuggestionAfterError()
  .exitOverride();

/** Each command is read when it is called: the server need not load what trains networks. */
const COMMANDS = new Map<string, () => Promise<(program: Command) => void>>([
  ['serve', async () => (await import('./serve.ts')).registerServe],
  ['check-config', async () => (await import('./check-config.ts')).registerCheckConfig],
  ['count', async () => (await import('./count.ts')).registerCount],
  ['export', async () => (await import('./export.ts')).registerExport],
  ['forget', async () => (await import('./forget.ts')).registerForget],
  ['token', async () => (await import('./token.ts')).registerToken],
  ['replay', async () => (await import('./replay.ts')).registerReplay],
]);

/** Commands that this program starts itself; nobody needs to see them. */
const HIDDEN = new Map<string, () => Promise<(program: Command) => void>>([
  ['count-worker', async () => (await import('./count/counter-command.ts')).registerCounter],
]);

const called = HIDDEN.get(process.argv[2] ?? '') ?? COMMANDS.get(process.argv[2] ?? '');
// Help and mistakes need to know them all.
for (const load of called ? [called] : COMMANDS.values()) (await load())(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
// A server that has stopped may still hold a socket that nobody closed.
process.exit(process.exitCode);

/** Tells the user what went wrong, where commander has not; returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
  if (error instanceof UsageError) {
    console.error(`stepstream: ${error.message}`);
    return WRONG_USE;
  }
  console.error('stepstream: unexpected error:', error);
  return FAILED;
}
