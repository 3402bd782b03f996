import { afterAll, beforeAll, setDefaultTimeout } from 'bun:test';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@stepstream/testing/run-command';
import { SETTINGS, type SettingName, variableName } from 'stepstream';

/** All settings of `stepstream serve`. */
export const names = Object.keys(SETTINGS) as SettingName[];

/** Called once in each test file of `serve`: what the outer environment says of Stepstream is put aside. */
export function withoutOuterSettings(): void {
  // Each test starts processes, on machines that may be busy.
  setDefaultTimeout(60_000);
  const outer = new Map(names.map((name) => [variableName(name), process.env[variableName(name)]]));
  const outerState = process.env['XDG_STATE_HOME'];
  let state: string;
  beforeAll(async () => {
    for (const variable of outer.keys()) delete process.env[variable];
    // What these servers keep is theirs.
    state = await mkdtemp(join(tmpdir(), 'stepstream-state-'));
    process.env['XDG_STATE_HOME'] = state;
  });
  afterAll(async () => {
    if (outerState === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = outerState;
    await rm(state, { recursive: true, force: true });
    for (const [variable, text] of outer) if (text !== undefined) process.env[variable] = text;
  });
}

/** Runs `stepstream serve` to its end. */
export const serve = (args: readonly string[], onStart?: (child: ChildProcess) => void) =>
  runCommand(['serve', ...args], tmpdir(), onStart);

/** Starts a command with an environment variable set, which is gone again once it has started. */
export function withVariable<T>(variable: string, text: string, start: () => T): T {
  process.env[variable] = text;
  try {
    return start();
  } finally {
    delete process.env[variable];
  }
}

/** Serves until `visit` is done with the server, then sends the signal. */
export async function visit(
  args: readonly string[],
  signal: NodeJS.Signals,
  visit: (url: string) => Promise<void> = async () => {},
  onSaid: (said: string) => void = () => {},
) {
  let failure: unknown;
  const result = await serve(args, (child) => {
    let said = '';
    const listen = async (chunk: Buffer) => {
      said += chunk;
      const url = /^Stepstream listens on (\S+).*Ctrl-C/s.exec(said)?.[1];
      if (url === undefined) return;
      child.stdout?.off('data', listen);
      onSaid(said);
      await visit(url).catch((error) => {
        failure = error;
      });
      child.kill(signal);
    };
    child.stdout?.on('data', listen);
  });
  if (failure !== undefined) throw failure;
  return result;
}
