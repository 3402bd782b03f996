import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that is running as a process of its own. */
export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  /** From its start until it accepted a connection, in milliseconds. */
  readonly startMilliseconds: number;
  stop(): Promise<void>;
}

/** How long a server may take to tell its port, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Starts a server, and waits until it accepts connections.
 *
 * @param command the program and its arguments; it prints its address once it listens
 * @throws {Error} when it ends, or tells no address in time
 */
export async function startProcess(command: readonly string[]): Promise<ServerProcess> {
  const startedAt = performance.now();
  const [program = '', ...args] = command;
  // What it keeps is its own, and gone with it.
  const state = mkdtempSync(join(tmpdir(), 'stepstream-bench-'));
  const env = { ...process.env, XDG_STATE_HOME: state };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      rmSync(state, { recursive: true, force: true });
      resolve();
    });
  });
  try {
    const port = await portOf(child);
    const probe = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } });
    const startMilliseconds = performance.now() - startedAt;
    probe.terminate();
    return {
      port,
      pid: child.pid as number,
      startMilliseconds,
      async stop() {
        child.kill('SIGKILL');
        await exited;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => reject(new Error(`A server ${why}; it said: ${said}`));
    const timer = setTimeout(() => fail('told no address in time'), PATIENCE);
    const read = (chunk: Buffer) => {
      said = (said + chunk).slice(-4000);
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(`did not start (${error.message})`));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}
