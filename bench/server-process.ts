import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announcedPort } from '@stepstream/testing/announced-port';

/** A server that is running as a process of its own. */
export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  /** From its start until it accepted a connection, in milliseconds. */
  readonly startMilliseconds: number;
  stop(): Promise<void>;
}

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
    const port = await announcedPort(child);
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
