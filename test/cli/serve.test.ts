import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeModel } from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';
import { TestClient } from '@stepstream/testing/client';
import { runCommand } from '@stepstream/testing/run-command';
import {
  defaultText,
  lanAddresses,
  SETTINGS,
  type SettingName,
  selfSignedCertificate,
  variableName,
} from 'stepstream';

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

test('--help lists every setting with its flag, variable and default', async () => {
  const { code, stdout, stderr } = await serve(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const help = stdout.replaceAll(/\s+/g, ' ');
  for (const name of names) {
    const { flag, argument, description } = SETTINGS[name];
    const form = argument === null ? `--${flag}` : `--${flag} <${argument}>`;
    expect(help).toContain(
      `${form} ${description} (default: ${defaultText(name)}, env: ${variableName(name)})`,
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

describe('beyond this machine', () => {
  let state: string;
  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), 'stepstream-state-'));
  });
  afterAll(() => rm(state, { recursive: true }));
  const [address] = lanAddresses();
  const lan = () => ['--port', '0', '--lan', '--lan-port', '0', '--state-folder', state];

  /** Serves until `visit` is done with both addresses. */
  const visitLan = (args: readonly string[], visitor: (url: string) => Promise<void>) => {
    let found = '';
    return visit(
      args,
      'SIGTERM',
      async () => visitor(found),
      (said) => {
        found = /https:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? '';
      },
    );
  };

  test.skipIf(!address)(
    '--lan serves HTTPS, says where, what it exposes, and the token',
    async () => {
      const answers: unknown[] = [];
      const { code, stdout } = await visitLan(lan(), async (url) => {
        const tls = { ca: await readFile(join(state, 'lan-cert.pem'), 'utf8') };
        answers.push((await fetch(`${url}/health`, { tls })).status);
        answers.push((await fetch(`${url}/sessions`, { tls })).status);
      });
      expect({ code, answers }).toEqual({ code: 0, answers: [200, 401] });
      expect(stdout).toMatch(/Stepstream listens on http:\/\/127\.0\.0\.1:\d+\n/);
      expect(stdout).toContain(`  https://${address}:`);
      expect(stdout).toContain('/#phone\n');
      expect(stdout).toMatch(/[█▀▄]{10}/);
      expect(stdout).toMatch(/\/#token=[\w-]{24}\n/);
      expect(stdout).toContain('Whoever can reach this address can open the page and stream');
      expect(stdout).toMatch(/([0-9A-F]{2}:){31}[0-9A-F]{2}/);
    },
  );

  test.skipIf(!address)('the certificate is the same after a restart', async () => {
    const certificates: string[] = [];
    for (let start = 0; start < 2; start++) {
      await visitLan(lan(), async () => {
        certificates.push(await readFile(join(state, 'lan-cert.pem'), 'utf8'));
      });
    }
    expect(certificates[0]).toBe(certificates[1] as string);
  });

  test('--tls-cert and --tls-key alone make the main address speak HTTPS', async () => {
    const { cert, key } = await selfSignedCertificate(join(state, 'own'), []);
    const [certPath, keyPath] = [join(state, 'c.pem'), join(state, 'k.pem')];
    await Promise.all([writeFile(certPath, cert), writeFile(keyPath, key)]);
    const args = ['--port', '0', '--tls-cert', certPath, '--tls-key', keyPath];
    const { stdout } = await visit(args, 'SIGTERM', async (url) => {
      expect(url).toStartWith('https://127.0.0.1:');
      expect((await fetch(`${url}/health`, { tls: { ca: cert } })).status).toBe(200);
    });
    expect(stdout).toContain('  stream   wss://127.0.0.1:');
    const half = await serve(['--port', '0', '--tls-cert', certPath]);
    expect(half).toEqual({
      code: 2,
      stdout: '',
      stderr: 'stepstream: --tls-cert and --tls-key belong together: give both\n',
    });
  });

  test.skipIf(!address)('a taken --lan-port is told with its flag', async () => {
    const other = createServer().listen(0, '0.0.0.0');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const args = ['--port', '0', '--lan', '--lan-port', String(port), '--state-folder', state];
    try {
      expect(await serve(args)).toEqual({
        code: 2,
        stdout: '',
        stderr: `stepstream: cannot listen on 0.0.0.0:${port}: the port is taken; choose another with --lan-port, or 0 for any\n`,
      });
    } finally {
      other.close();
    }
  });

  test('--host 0.0.0.0 says what it exposes, and keeps a given token to itself', async () => {
    const made = await visit(['--port', '0', '--host', '0.0.0.0'], 'SIGTERM');
    expect(made.stdout).toMatch(/they need the admin token:\n {2}http:\S+#token=[\w-]{24}\n/);
    const variable = 'STEPSTREAM_ADMIN_TOKEN';
    const given = await withVariable(variable, 'a-token-of-an-operator', () =>
      visit(['--port', '0', '--host', '0.0.0.0'], 'SIGTERM'),
    );
    expect(given.stdout).toContain('the one that you have set');
    expect(given.stdout).not.toContain('a-token-of-an-operator');
    const loopback = await visit(['--port', '0'], 'SIGTERM');
    expect(loopback.stdout).not.toContain('token');
  });
});
