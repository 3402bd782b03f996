import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { announcedPort } from '@stepstream/testing/announced-port';
import { LAUNCHER_VARIABLE } from 'stepstream/terminal';
import type { MemoryCage } from './memory-cage.ts';

const MAIN = fileURLToPath(new URL('../packages/server/src/cli/main.ts', import.meta.url));
/** What operators say to these servers, where that is asked for: with a shared store, always. */
const ADMIN_TOKEN = 'of-the-operator-of-this-chaos';
/** A supervisor starts a server again after so long, and gives up after so long, in milliseconds. */
const SUPERVISION_PAUSE_MS = 500;
const SUPERVISION_LIMIT_MS = 60_000;
/** What a server says last is kept, so that a failure can show it. */
const KEPT_OUTPUT = 8000;

/** How a server ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the signal to the end, in milliseconds. */
  readonly milliseconds: number;
}

/** How a server is run and watched. */
export interface Watch {
  /** Told of all that it says, over all its lives. */
  readonly onOutput?: (text: string) => void;
  /** In which it runs, if its memory is limited. */
  readonly cage?: MemoryCage;
  /** What runs in its place: a program and its arguments. Default: `stepstream serve`. */
  readonly program?: readonly string[];
}

/**
 * A real `stepstream serve`, which is killed and started again. Its port and its state folder stay the same, so
 * clients find it again, and it finds what it had saved.
 */
export class ChaosServer {
  readonly #args: readonly string[];
  readonly #folder: string;
  #child: ChildProcess | undefined;
  #exited: Promise<Exit> | undefined;
  #signalledAt = 0;
  #port = 0;
  #output = '';
  readonly #onOutput: (text: string) => void;
  readonly #cage: MemoryCage | undefined;
  readonly #program: readonly string[];

  private constructor(args: readonly string[], folder: string, watch: Watch) {
    this.#onOutput = watch.onOutput ?? (() => {});
    this.#cage = watch.cage;
    this.#program = watch.program ?? [MAIN, 'serve'];
    this.#args = args;
    this.#folder = folder;
  }

  /**
   * Starts a server on a free port of this machine.
   *
   * @param args flags of `stepstream serve`, but for its port and its state folder
   */
  static async start(args: readonly string[], watch: Watch = {}): Promise<ChaosServer> {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-chaos-'));
    const server = new ChaosServer(args, folder, watch);
    await server.startAgain();
    return server;
  }

  /** `http://127.0.0.1:PORT` */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Asks it as an operator: the answer to a GET of this path. */
  ask(path: string): Promise<Response> {
    return fetch(this.url + path, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  }

  get streamUrl(): string {
    return `ws://127.0.0.1:${this.#port}/ws/realtime`;
  }

  /** Whether it has ended by itself, or by a signal. */
  get hasEnded(): boolean {
    return this.#child?.exitCode != null || this.#child?.signalCode != null;
  }

  /** Its process, while it runs. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What it has said last, over all its lives. */
  get output(): string {
    return this.#output;
  }

  /**
   * Starts it where it was; resolves once it listens.
   *
   * @throws {Error} when it ends instead, or tells no address in time
   */
  async startAgain(): Promise<void> {
    const own = ['--port', String(this.#port), '--state-folder', this.#folder];
    const command = [process.execPath, ...this.#program, ...own, ...this.#args];
    const [program = '', ...args] = this.#cage?.within(command) ?? command;
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Were this process killed, its server would notice.
      env: {
        ...process.env,
        [LAUNCHER_VARIABLE]: String(process.pid),
        STEPSTREAM_ADMIN_TOKEN: ADMIN_TOKEN,
      },
    });
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        resolve({ code, signal, milliseconds: performance.now() - this.#signalledAt });
      });
    });
    try {
      this.#port = await announcedPort(child, (text) => {
        this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
        this.#onOutput(text);
      });
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Starts it where it was, as a supervisor does: again and again, until it stays. */
  async startUntilItStays(): Promise<void> {
    const until = performance.now() + SUPERVISION_LIMIT_MS;
    for (;;) {
      try {
        await this.startAgain();
        return;
      } catch (error) {
        if (performance.now() > until) throw error;
        await Bun.sleep(SUPERVISION_PAUSE_MS);
      }
    }
  }

  /** Sends a signal. */
  signal(signal: NodeJS.Signals): void {
    this.#signalledAt = performance.now();
    this.#child?.kill(signal);
  }

  /** Sends a signal, and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Exit> {
    this.signal(signal);
    return await this.exit();
  }

  /** Waits for the end. */
  async exit(): Promise<Exit> {
    if (!this.#exited) throw new Error('the server was never started');
    return await this.#exited;
  }

  /** Ends it for good, and removes its state. */
  async stop(): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }
}
