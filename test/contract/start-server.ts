/** Starts the server as its users do: as a process of its own, known by its port alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as tcpConnect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { announcedPort } from '@stepstream/testing/announced-port';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What starts the server of an adapter, words separated by blanks. */
export const ADAPTER_COMMAND = 'STEPSTREAM_CONTRACT_COMMAND';
/** The port of a server of that adapter, with nothing configured, that is running already. */
export const ADAPTER_PORT = 'STEPSTREAM_CONTRACT_PORT';
const STOP_LIMIT_MS = 20_000;

const groups = new Set<number>();

// A test run that is interrupted runs no `afterAll`, and its servers must not outlive it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const group of groups) killGroup(group);
    process.exit(1);
  });
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly httpUrl: string;
  /** `ws://127.0.0.1:PORT/ws/realtime` */
  readonly wsUrl: string;
  /**
   * Ends the server with SIGTERM; rejects unless it then exits with 0 and frees its port. Asked
   * again, it has the same outcome.
   */
  stop(): Promise<void>;
}

/**
 * A server for a file of tests: its own, or where nothing is configured the one that `STEPSTREAM_CONTRACT_PORT` names,
 * which is there for the whole suite and is not stopped.
 */
export async function startServer(flags: readonly string[] = []): Promise<RunningServer> {
  const port = process.env[ADAPTER_PORT];
  if (port === undefined || flags.length > 0) return await startOwnServer(flags);
  return { ...urlsOf(Number(port)), stop: () => Promise.resolve() };
}

/**
 * Starts a server on a free port: `stepstream serve`, or what `STEPSTREAM_CONTRACT_COMMAND` names, so that
 * the same tests hold for every adapter. Other programs than ours take flags as environment variables.
 */
export async function startOwnServer(
  flags: readonly string[] = [],
  command = process.env[ADAPTER_COMMAND],
): Promise<RunningServer> {
  const adapter = command?.split(' ');
  const [program = '', ...args] = adapter ?? [
    ...['node', 'packages/server/bin/stepstream.js', 'serve', '--port', '0', ...flags],
  ];
  // Servers that use the same file can't run side by side.
  const state = mkdtempSync(join(tmpdir(), 'stepstream-state-'));
  const child = spawn(program, args, {
    cwd: ROOT,
    env: {
      ...cleanEnvironment(),
      // Whoever mounts the engine knows that only this machine reaches it.
      ...(adapter
        ? { PORT: '0', STEPSTREAM_ADMIN: 'open', ...variables(flags) }
        : { XDG_STATE_HOME: state }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: were the launcher to die alone, what it launched can still be ended.
    detached: true,
  });
  const group = child.pid;
  if (group !== undefined) groups.add(group);
  const endGroup = () => {
    if (group === undefined || !groups.delete(group)) return;
    killGroup(group);
    rmSync(state, { recursive: true, force: true });
  };
  const exited = once(child, 'exit');

  let output = '';
  const port = await announcedPort(child, (text) => {
    output = (output + text).slice(-20_000);
  }).catch((error: unknown) => {
    endGroup();
    throw error;
  });

  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(endGroup, STOP_LIMIT_MS);
    const [code, signal] = (await exited) as [number | null, string | null];
    clearTimeout(timer);
    const listening = await accepts(port);
    endGroup();
    if (code !== 0) throw new Error(`exit code ${code}, signal ${signal}; it said:\n${output}`);
    if (listening) throw new Error(`port ${port} still accepts connections after the exit`);
  };
  let stopped: Promise<void> | undefined;
  return {
    ...urlsOf(port),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function urlsOf(port: number) {
  return {
    httpUrl: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}/ws/realtime`,
  };
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has gone already.
  }
}

/** The outer environment without what would configure the server or change how it runs. */
function cleanEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('STEPSTREAM_') && name !== 'NODE_ENV' && name !== 'PORT',
  );
  return Object.fromEntries(kept);
}

/** `--session-timeout 1` as the variable that says the same. */
function variables(flags: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (let i = 0; i < flags.length; i += 2) {
    const name = flags[i]?.slice(2).toUpperCase().replaceAll('-', '_');
    found[`STEPSTREAM_${name}`] = flags[i + 1] ?? '';
  }
  return found;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tcpConnect({ host: '127.0.0.1', port });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
