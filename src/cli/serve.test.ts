import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestClient } from '../../test/support/client.ts';
import { runCommand } from '../../test/support/run-command.ts';
import { serializeModel } from '../detector/index.ts';
import { randomModel } from '../detector/learned/testing/random-model.ts';
import { SETTINGS, type SettingName, variableName } from '../server/index.ts';

// Each test starts processes, on machines that may be busy.
setDefaultTimeout(60_000);

const names = Object.keys(SETTINGS) as SettingName[];

// What the outer environment says of Stepstream is none of these tests' business.
const outer = new Map(names.map((name) => [variableName(name), process.env[variableName(name)]]));
beforeAll(() => {
  for (const variable of outer.keys()) delete process.env[variable];
});
afterAll(() => {
  for (const [variable, text] of outer) if (text !== undefined) process.env[variable] = text;
});

const serve = (args: readonly string[], onStart?: (child: ChildProcess) => void) =>
  runCommand(['serve', ...args], tmpdir(), onStart);

/** Starts a command with an environment variable set, which is gone again once it has started. */
function withVariable<T>(variable: string, text: string, start: () => T): T {
  process.env[variable] = text;
  try {
    return start();
  } finally {
    delete process.env[variable];
  }
}

/** Serves until `visit` is done with the server, then sends the signal. */
async function visit(
  args: readonly string[],
  signal: NodeJS.Signals,
  visit: (url: string) => Promise<void> = async () => {},
) {
  let failure: unknown;
  const result = await serve(args, (child) => {
    let said = '';
    const listen = async (chunk: Buffer) => {
      said += chunk;
      const url = /^Stepstream listens on (\S+).*Ctrl-C/s.exec(said)?.[1];
      if (url === undefined) return;
      child.stdout?.off('data', listen);
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

test('--help lists every setting with its flag, variable and default', async () => {
  const { code, stdout, stderr } = await serve(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const help = stdout.replaceAll(/\s+/g, ' ');
  for (const name of names) {
    const { flag, argument, description, default: value } = SETTINGS[name];
    expect(help).toContain(
      `--${flag} <${argument}> ${description} (default: ${value}, env: ${variableName(name)})`,
    );
  }
});

describe('wrong use is told in one line, with exit code 2:', () => {
  const expectRefused = async (run: ReturnType<typeof serve>, line: string) => {
    expect(await run).toEqual({ code: 2, stdout: '', stderr: `stepstream: ${line}\n` });
  };

  test.each([
    ['--port', '99999', 'expected a whole number from 0 to 65535'],
    ['--session-timeout', '5m', 'expected a number of seconds from 0.1 to 86400'],
    ['--max-frame-bytes', '', 'expected a whole number from 1024 to 8388608'],
    ['--model', '', 'expected classic, a name or a path'],
    ['--log-level', 'loud', 'expected one of info, warn, error, silent'],
  ])('%s %s', async (flag, text, reason) => {
    await expectRefused(serve([flag, text]), `${flag}="${text}": ${reason}`);
  });

  test('a variable that no setting takes', async () => {
    const run = withVariable('STEPSTREAM_PORT', 'http', () => serve([]));
    await expectRefused(run, 'STEPSTREAM_PORT="http": expected a whole number from 0 to 65535');
  });

  test('a flag that there is not, and one without its value', async () => {
    await expectRefused(serve(['--nonsense']), "unknown option '--nonsense'");
    await expectRefused(serve(['--port']), "option '--port <number>' argument missing");
  });

  test('a model that there is not, or that is damaged, before the port opens', async () => {
    // A port that is taken would be told of, were it tried.
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-serve-'));
    const damaged = join(folder, 'damaged.safetensors');
    await writeFile(damaged, serializeModel(randomModel()).subarray(0, 10_000));
    try {
      const missing = await serve(['--port', port, '--model', 'nowhere']);
      expect(missing).toMatchObject({ code: 2, stdout: '' });
      expect(missing.stderr).toMatch(
        /^stepstream: cannot load the model "nowhere"\. There is none\. Choose classic[^\n]*\n$/,
      );
      const refused = await serve(['--port', port, '--model', damaged]);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toMatch(
        /^stepstream: cannot load the model "[^\n]*"\. This model file is damaged: [^\n]*\n$/,
      );
    } finally {
      other.close();
      await rm(folder, { recursive: true });
    }
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      await expectRefused(
        serve(['--port', String(port)]),
        `cannot listen on 127.0.0.1:${port}: the port is taken; choose another with --port, or 0 for any`,
      );
    } finally {
      other.close();
    }
  });

  test('an address that this machine has not', async () => {
    // 192.0.2.0/24 is set aside for documents; nobody has it.
    await expectRefused(
      serve(['--host', '192.0.2.1', '--port', '0']),
      'cannot listen on 192.0.2.1:0: this machine has no such address; see --host',
    );
  });
});

describe('a server', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'that gets %s exits with 0',
    async (signal) => {
      const { code, stdout, stderr } = await visit(['--port', '0'], signal);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toEndWith('\nStepstream has stopped.\n');
    },
  );

  test('with a client tells it on SIGTERM that it goes away, and exits with 0', async () => {
    let client: TestClient | undefined;
    const { code } = await visit(['--port', '0'], 'SIGTERM', async (url) => {
      client = await TestClient.connect(`${url.replace('http', 'ws')}/ws/realtime`);
    });
    expect(code).toBe(0);
    expect(await client?.closed).toMatchObject({ code: 1001 });
  });

  test('on port 0 prints the port it has chosen, and all its addresses', async () => {
    const { stdout } = await visit(['--port', '0'], 'SIGTERM', async (url) => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
      const health = await fetch(`${url}/health`);
      expect(await health.json()).toMatchObject({ status: 'healthy', active_sessions: 0 });
    });
    const url = /listens on (\S+)/.exec(stdout)?.[1] ?? 'none';
    expect(stdout).toContain(`  stream   ${url.replace('http', 'ws')}/ws/realtime\n`);
    expect(stdout).toContain(`  sessions ${url}/sessions\n`);
  });

  test('with --model detects with that model, and says so', async () => {
    const greetings: unknown[] = [];
    const { stdout } = await visit(
      ['--port', '0', '--model', 'classic'],
      'SIGTERM',
      async (url) => {
        const client = await TestClient.connect(`${url.replace('http', 'ws')}/ws/realtime`);
        greetings.push(client.messages[0]);
        client.close();
      },
    );
    expect(stdout).toContain('  model    classic-1\n');
    expect(greetings).toMatchObject([{ model: 'classic-1' }]);
  });

  test('takes its settings from flags and variables, flags first', async () => {
    const timeouts: unknown[] = [];
    const greet = async (url: string) => {
      const client = await TestClient.connect(`${url.replace('http', 'ws')}/ws/realtime`);
      timeouts.push(client.messages[0]);
      client.close();
    };
    const variable = 'STEPSTREAM_SESSION_TIMEOUT';
    const args = ['--port', '0'];
    await withVariable(variable, '60', () => visit(args, 'SIGTERM', greet));
    const both = [...args, '--session-timeout', '30.5'];
    await withVariable(variable, '60', () => visit(both, 'SIGTERM', greet));
    expect(timeouts).toMatchObject([{ timeout_seconds: 60 }, { timeout_seconds: 30.5 }]);
  });
});
