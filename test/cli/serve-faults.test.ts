import { describe, expect, test } from 'bun:test';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeModel } from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';
import { asUser } from '@stepstream/testing/server-process';
import { defaultText, SETTINGS, variableName } from 'stepstream';
import { names, serve, visit, withoutOuterSettings, withVariable } from './serve-process.ts';

withoutOuterSettings();

const MAIN = join(import.meta.dir, '../../packages/server/src/cli/main.ts');
/** The superuser may write everywhere, so somebody else has to try: nobody. */
const ORDINARY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
const CAN_BE_REFUSED = process.platform !== 'win32' && (!ORDINARY || Bun.which('setpriv') !== null);
const NEEDS_SETPRIV = CAN_BE_REFUSED ? '' : ' (skipped: needs an ordinary user, or setpriv)';

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

  test('a store that another server has, one that is down, and one that is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-serve-'));
    const flags = ['--port', '0', '--state-folder', folder];
    try {
      const { code } = await visit(flags, 'SIGTERM', async () => {
        await expectRefused(
          serve(flags),
          `the store sqlite:${folder}/stepstream.db is in use by another server: stop that one, or name another file with --store or --state-folder; --store memory needs none`,
        );
      });
      expect(code).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
    // Port 1 is nobody's; no message tells a password.
    const down = await serve(['--store', 'postgres://ann:secret@127.0.0.1:1/steps']);
    expect(down).toMatchObject({ code: 2, stdout: '' });
    expect(down.stderr).toMatch(
      /^stepstream: the store postgres:\/\/ann@127\.0\.0\.1:1\/steps cannot be reached [^\n]*\n$/,
    );
    const none = await serve(['--store', 'mysql://ann:secret@db.example/steps']);
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toMatch(/^stepstream: the store that was named is not a store: [^\n]*\n$/);
    expect(none.stderr).not.toContain('secret');
  });

  test.skipIf(!CAN_BE_REFUSED)(`a state folder that is read-only${NEEDS_SETPRIV}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-serve-'));
    try {
      await chmod(folder, 0o555);
      const args = ['serve', '--port', '0', '--state-folder', folder];
      const child = Bun.spawn(asUser(ORDINARY, [process.execPath, MAIN, ...args]), {
        stdio: ['ignore', 'pipe', 'pipe'],
        // Bun's own cache is somebody else's.
        env: { ...process.env, BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0' },
      });
      const [code, stdout, stderr] = await Promise.all([
        child.exited,
        new Response(child.stdout).text(),
        new Response(child.stderr).text(),
      ]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        /^stepstream: the store sqlite:\S+ cannot be written [^\n]*: let this process write to it, or name another place[^\n]*\n$/,
      );
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await chmod(folder, 0o755);
      await rm(folder, { recursive: true });
    }
  });

  test('a state folder that can not be made', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-serve-'));
    try {
      await writeFile(join(folder, 'file'), '');
      const run = await serve(['--port', '0', '--state-folder', join(folder, 'file', 'state')]);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toMatch(/^stepstream: the store sqlite:[^\n]*\n$/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
