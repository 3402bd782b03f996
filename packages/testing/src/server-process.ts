import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import { freePort } from './free-port.ts';
import { childrenOf } from './processes.ts';

const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 10;

/** A server of another project that a test has started on this machine. */
export interface ServerProcess {
  readonly port: number;
  /** Its process, while it runs. */
  pid(): number | undefined;
  /** Ends it at once, as a crash would; what it had written stays. */
  kill(): Promise<void>;
  /** Starts it again, on the same port, unless it runs. */
  start(): Promise<void>;
  /** Makes it answer nothing until {@link resume}. */
  pause(): void;
  resume(): void;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/** What is started. */
export interface ServerCommand {
  /** Names the folder of its files. */
  readonly name: string;
  /** Whose process it is; this one's by default. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What ends it. Default: SIGKILL, to all its processes. A program that has processes of others needs a milder one. */
  readonly endSignal?: NodeJS.Signals;
  /** Prepares the folder. */
  prepare?(folder: string): Promise<void>;
  /** Writes what depends on the port. */
  configure?(folder: string, port: number): Promise<void>;
  command(folder: string, port: number): string[];
  /** Whether it is ready; it has a port by then. */
  isReady(port: number): Promise<boolean>;
}

/** Starts a server on a free port, with a folder of its own. */
export async function startServerProcess(what: ServerCommand): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), `stepstream-${what.name}-`));
  if (what.user) await chown(folder, what.user.uid, what.user.gid);
  await what.prepare?.(folder);
  const port = await freePort();
  await what.configure?.(folder, port);
  let child: Bun.Subprocess | undefined;
  const end = async () => {
    if (what.endSignal) child?.kill(what.endSignal);
    else signal(child?.pid, 'SIGKILL');
    await child?.exited;
    child = undefined;
  };
  const start = async () => {
    if (child) return;
    const log = Bun.file(join(folder, 'log'));
    child = Bun.spawn(asUser(what.user, what.command(folder, port)), {
      stdio: ['ignore', log, log],
      cwd: folder,
    });
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (!((await hasListener(port)) && (await what.isReady(port)))) {
      if (child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`${what.name} did not start: ${await log.text()}`);
      }
      await Bun.sleep(POLL_MS);
    }
  };
  const remove = async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    port,
    pid: () => child?.pid,
    kill: end,
    start,
    pause: () => signal(child?.pid, 'SIGSTOP'),
    resume: () => signal(child?.pid, 'SIGCONT'),
    remove,
  };
}

/** Sends a signal to a process and its children. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    for (const each of [pid, ...childrenOf(pid)]) kill(each, name);
  } catch {
    // They have ended meanwhile.
  }
}

/** Where a program is that no shell may find. */
export function findProgram(name: string, ...folders: string[]): string | undefined {
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  return found ?? Bun.which(name) ?? undefined;
}

/** A command as another user's, which only the superuser can start. */
export function asUser(user: ServerCommand['user'], command: string[]): string[] {
  if (!user) return command;
  return ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', ...command];
}

function hasListener(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (found: boolean) => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
