import { type ChildProcess, spawn } from 'node:child_process';
import type { OnShare } from './count-file.ts';
import type { Counter, CountOutcome, CountTask } from './count-task.ts';
import { unexpectedFailure } from './failure.ts';

/** The hidden command that such a process runs. */
export const COUNTER_COMMAND = 'count-worker';

/** What a process is told: once how to count, and then what. */
export type CounterOrder = { readonly task: CountTask } | { readonly path: string };
/** What it answers. */
export type CounterReport = { readonly share: number } | { readonly outcome: CountOutcome };

/** Counts in a process of its own, so that all processors have work. One that dies is followed by another. */
export class CounterProcess implements Counter {
  readonly #task: CountTask;
  readonly #command: readonly string[];
  #child: ChildProcess | undefined;

  /** @param command - what starts the process. Default: as this one was started */
  constructor(task: CountTask, command: readonly string[] = ownCommand()) {
    this.#task = task;
    this.#command = command;
  }

  count(path: string, onShare: OnShare): Promise<CountOutcome> {
    const child = this.#started();
    return new Promise((resolve) => {
      const settle = (outcome: CountOutcome) => {
        child.off('message', onReport);
        child.off('close', onEnd);
        resolve(outcome);
      };
      const onReport = (report: CounterReport) => {
        if ('outcome' in report) settle(report.outcome);
        else onShare(report.share);
      };
      const onEnd = (code: number | null, signal: string | null) => {
        this.#child = undefined;
        const end = signal ?? `exit code ${code}`;
        const what = `the process that counted it ended (${end}); too little memory may be the reason: try --jobs 1`;
        settle({ failure: unexpectedFailure(path, what) });
      };
      child.on('message', onReport);
      child.on('close', onEnd);
      child.send({ path } satisfies CounterOrder);
    });
  }

  close(): void {
    this.#child?.kill();
    this.#child = undefined;
  }

  #started(): ChildProcess {
    if (this.#child) return this.#child;
    const [program = '', ...args] = this.#command;
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    // Without a listener it would be thrown; 'close' tells of it, too.
    child.on('error', () => {});
    child.send({ task: this.#task } satisfies CounterOrder);
    this.#child = child;
    return child;
  }
}

function ownCommand(): readonly string[] {
  return [process.execPath, process.argv[1] ?? '', COUNTER_COMMAND];
}
