import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestClient } from '@stepstream/testing/client';

setDefaultTimeout(60_000);

const ROOT = join(import.meta.dir, '../..');
const LAUNCHER = join(ROOT, 'packages/server/bin/stepstream.js');
const SERVE = ['serve', '--port', '0', '--store', 'memory', '--log-level', 'error'];
/** Who is whose parent is read from there. */
const HAS_PROC = process.platform === 'linux';
const NEEDS_PROC = HAS_PROC ? '' : ' (skipped: there is no /proc here)';

const groups: number[] = [];
afterEach(() => {
  for (const group of groups.splice(0)) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // As it should be: all of it has ended.
    }
  }
});

/** Starts a command that serves, in a group of its own, and waits for its address. */
async function start(program: string, args: readonly string[], cwd = ROOT) {
  const child = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  groups.push(child.pid as number);
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk;
      const found = /listens on (\S+).*Ctrl-C/s.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  const client = await TestClient.connect(`${url.replace('http', 'ws')}/ws/realtime`);
  return { child, url, client };
}

/** The processes from one down to its last descendant. */
function descent(pid: number): number[] {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return child ? [pid, ...descent(Number(child))] : [pid];
}

async function expectItsEnd(url: string, client: TestClient): Promise<void> {
  expect(await client.closed).toEqual({ code: 1012, reason: 'restarting' });
  expect(client.messages.at(-1)).toMatchObject({ type: 'server_draining' });
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (!answer) return;
    await Bun.sleep(20);
  }
}

test('a launcher that is killed leaves no server behind: its clients are told, as ever', async () => {
  const { child, url, client } = await start('node', [LAUNCHER, ...SERVE]);
  child.kill('SIGKILL');
  await expectItsEnd(url, client);
});

test('so it is where nobody reads what the server says any more', async () => {
  const { child, url, client } = await start('node', [LAUNCHER, ...SERVE]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill('SIGKILL');
  await expectItsEnd(url, client);
});

test.skipIf(!HAS_PROC)(
  `whoever of \`npm start\` is killed leaves none behind${NEEDS_PROC}`,
  async () => {
    const [program, ...args] = ['npm', 'start', '--silent', '--', ...SERVE.slice(1)];
    const chain = descent((await startAndLeave(program as string, args)).pid as number);
    // npm, perhaps a shell, the launcher, the server.
    expect(chain.length).toBeGreaterThanOrEqual(3);
    for (let place = 0; place < chain.length - 1; place++) {
      const { child, url, client } = await start(program as string, args);
      process.kill(descent(child.pid as number)[place] as number, 'SIGKILL');
      await expectItsEnd(url, client);
    }
  },
);

/** Starts a command only to look at its processes. */
async function startAndLeave(program: string, args: readonly string[]): Promise<ChildProcess> {
  const { child, client } = await start(program, args);
  client.close();
  return child;
}

/** Under npm a server ends with it; whether npm runs this test is of no account. */
const { npm_command: _npm, ...OUTSIDE_NPM } = process.env;
const OUTLIVING: [string, string][] = [
  ['the launcher', `node "${LAUNCHER}"`],
  ['Bun itself', `"${process.execPath}" "${join(ROOT, 'packages/server/src/cli/main.ts')}"`],
];
test.each(OUTLIVING)(
  'a server that outlives a shell on purpose does, started by %s',
  async (_, command) => {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-launcher-'));
    const log = join(folder, 'log');
    let pid = 0;
    try {
      const script = `nohup ${command} ${SERVE.join(' ')} > "${log}" 2>&1 & echo $!`;
      pid = Number(
        Bun.spawnSync(['sh', '-c', script], { cwd: folder, env: OUTSIDE_NPM }).stdout.toString(),
      );
      let url: string | undefined;
      while (!url) {
        await Bun.sleep(50);
        url = /listens on (\S+)/.exec(readFileSync(log, 'utf8'))?.[1];
      }
      // Longer than any watch takes to notice something.
      await Bun.sleep(1500);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    } finally {
      if (pid > 0) process.kill(pid, 'SIGTERM');
      await rm(folder, { recursive: true });
    }
  },
);
