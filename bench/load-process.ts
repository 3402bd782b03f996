import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadJob, LoadResult } from './load/job.ts';

const LOAD = fileURLToPath(new URL('load/main.ts', import.meta.url));

/** A process that puts a server under load, a round at a time. */
export class LoadProcess {
  readonly #child;
  #output = '';
  /** Who waits for the round that is going on. */
  #resolve: (result: LoadResult) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(job: LoadJob) {
    this.#child = spawn(process.execPath, [LOAD, JSON.stringify(job)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout.on('data', (chunk) => this.#read(String(chunk)));
    this.#child.once('error', (error) => this.#reject(error));
    this.#child.once('close', (code) =>
      this.#reject(new Error(`The load process ended with ${code}.`)),
    );
  }

  /**
   * Has it run a round. One at a time.
   *
   * @throws {Error} when the process has ended, or does meanwhile
   */
  round(): Promise<LoadResult> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#child.stdin.write('\n');
    });
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  #read(text: string): void {
    this.#output += text;
    const end = this.#output.indexOf('\n');
    if (end < 0) return;
    const line = this.#output.slice(0, end);
    this.#output = this.#output.slice(end + 1);
    this.#resolve(JSON.parse(line) as LoadResult);
  }
}
