/** A server that is killed and started again, on the same port and with the same store. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { announcedPort } from '@stepstream/testing/announced-port';
import { freePort } from '@stepstream/testing/free-port';

const ROOT = join(import.meta.dir, '../..');

/** What operators say, whatever the store is. */
const ADMIN_TOKEN = 'of-the-operator-of-these-tests';

/** What starts a server: a program and its arguments. Its settings come from the environment. */
export type Program = readonly string[];

/** The server of the command line, without its launcher. */
export const SERVE: Program = [process.execPath, 'packages/server/src/cli/main.ts', 'serve'];

export interface DurableServer {
  readonly wsUrl: string;
  readonly httpUrl: string;
  /** Asks it as an operator: the answer to a GET of this path. */
  ask(path: string): Promise<Response>;
  /** What it has said since it was started last. */
  said(): string;
  /** Ends it at once, with SIGKILL. */
  kill(): Promise<void>;
  /** Ends it with SIGTERM; tells its exit code. */
  stop(): Promise<number | null>;
  /** Starts it again. */
  start(): Promise<void>;
}

/** @param settings by their environment variables, without `STEPSTREAM_` */
export async function startDurable(
  program: Program,
  settings: Readonly<Record<string, string>>,
): Promise<DurableServer> {
  const variables = Object.entries(settings).map(([name, text]) => [`STEPSTREAM_${name}`, text]);
  let child: ChildProcess;
  const port = await freePort();
  let said = '';
  const start = async () => {
    said = '';
    const [command = '', ...args] = program;
    const env = { ...process.env, ...Object.fromEntries(variables) };
    child = spawn(command, args, {
      cwd: ROOT,
      // Each adapter's example reads PORT, the command line its own variable.
      env: {
        ...env,
        PORT: String(port),
        STEPSTREAM_PORT: String(port),
        STEPSTREAM_ADMIN_TOKEN: ADMIN_TOKEN,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await announcedPort(child, (text) => {
      said = (said + text).slice(-20_000);
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    return (await exited)[0] as number | null;
  };
  await start();
  return {
    get wsUrl() {
      return `ws://127.0.0.1:${port}/ws/realtime`;
    },
    get httpUrl() {
      return `http://127.0.0.1:${port}`;
    },
    ask: (path) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      }),
    said: () => said,
    start,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}
