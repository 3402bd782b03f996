import { type ChildProcess, spawn } from 'node:child_process';
import { FromWorker, READY, STOP_ALL, type ToWorker } from './messages.ts';
import { WORKER_VARIABLE } from './worker.ts';

/** The pause before a dead worker is followed by another: it doubles each time, from the first to the longest. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that has lived so long died for another reason than the one before. */
const STEADY_MS = 60_000;

/** How a worker ended. */
export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface WorkerPlaceOptions {
  /** Of the workers here, from 1 on. */
  readonly number: number;
  /** How many there are. */
  readonly count: number;
  readonly command: readonly string[];
  /** Told when one has died unasked, and after how long another one follows. */
  onDeath(end: WorkerEnd, pauseMs: number): void;
  /** Told what the worker says. */
  onMessage(message: FromWorker): void;
}

/** A place for a worker: one that dies is followed by another. */
export class WorkerPlace {
  readonly #options: WorkerPlaceOptions;
  #child: ChildProcess | undefined;
  #stopping: ChildProcess | undefined;
  #ended: Promise<WorkerEnd> = Promise.resolve({ code: 0, signal: null });
  /** Whether one has ever come to take connections, and whether this one has. */
  #wasReady = false;
  #isReady = false;
  #deaths = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(options: WorkerPlaceOptions) {
    this.#options = options;
  }

  get number(): number {
    return this.#options.number;
  }

  /**
   * Starts a worker.
   *
   * @returns when it takes connections, or how it ended before
   */
  async start(): Promise<'ready' | WorkerEnd> {
    const { number, count, command, onMessage } = this.#options;
    const [program = '', ...args] = command;
    const began = performance.now();
    // A group of its own: Ctrl-C in a terminal would reach it twice.
    const child = spawn(program, args, {
      detached: true,
      env: { ...process.env, [WORKER_VARIABLE]: `${number}/${count}` },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    this.#isReady = false;
    const ready = new Promise<'ready'>((resolve) => {
      child.on('message', (text) => {
        const message = FromWorker.safeParse(text).data;
        if (message) onMessage(message);
        if (message !== READY) return;
        this.#wasReady = true;
        this.#isReady = true;
        resolve('ready');
      });
    });
    const ended = new Promise<WorkerEnd>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.once('error', () => resolve({ code: 1, signal: null }));
    });
    this.#ended = ended;
    void ended.then((end) => {
      // One that is stopped is not followed, nor is the first where it can't even start.
      if (this.#child !== child) return;
      this.#child = undefined;
      if (this.#wasReady) this.#follow(end, performance.now() - began);
    });
    return await Promise.race([ready, ended]);
  }

  /** Tells the worker something; false where none is there that listens. */
  tell(message: ToWorker): boolean {
    const child = this.#child;
    return this.#isReady && child?.connected === true && child.send(message);
  }

  /** Passes a signal on. One that only starts does not listen yet: the signal would end it. */
  signal(signal: NodeJS.Signals): void {
    if (this.#isReady) this.#child?.kill(signal);
  }

  /**
   * Tells the worker to stop, and starts no other.
   *
   * @param how by a signal; or with all the others, where it does not leave the port to them
   * @returns when it has ended
   */
  async stop(how: 'SIGTERM' | 'SIGINT' | 'with_all'): Promise<void> {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    this.#stopping = child;
    // One that does not listen yet hears nothing else than a signal.
    if (how !== 'with_all') child.kill(how);
    else if (!this.#isReady || !child.send(STOP_ALL)) child.kill('SIGTERM');
    await this.#ended;
    this.#stopping = undefined;
  }

  /** Tells one that is stopping to make haste. */
  hurry(): void {
    this.#stopping?.kill('SIGINT');
  }

  #follow(end: WorkerEnd, livedMs: number): void {
    this.#deaths = livedMs > STEADY_MS ? 1 : this.#deaths + 1;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (this.#deaths - 1), LONGEST_PAUSE_MS);
    this.#options.onDeath(end, pauseMs);
    this.#pause = setTimeout(() => void this.start(), pauseMs);
  }
}
