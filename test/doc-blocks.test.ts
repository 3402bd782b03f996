/** Every block of TypeScript and shell in the documents runs, as a reader would run it. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRecording } from '@stepstream/formats';
import { accelInG, plainCsv, writeGt3x } from '@stepstream/formats/testing';
import { demoWalk } from '@stepstream/synthetic';
import { type DocBlock, docBlocks } from '@stepstream/testing/doc-blocks';
import { documents } from '@stepstream/testing/documents';
import { lanAddresses } from 'stepstream';
import { type RunningServer, startServer } from './contract/start-server.ts';

setDefaultTimeout(90_000);

const ROOT = join(import.meta.dir, '..');
const MAIN = join(ROOT, 'packages/server/src/cli/main.ts');
const RUNNABLE = ['sh', 'ts'];
const HAS_CURL = Bun.which('curl') !== null;
/** Those whose programs client-guide.test.ts runs, and those for who works on this repository. */
const ELSEWHERE =
  /^docs\/client\.md$|^CONTRIBUTING\.md$|^models\/|^packages\/|^docs\/(performance|decisions)/;
const DOCUMENTS = documents().filter((name) => !ELSEWHERE.test(name) && runnable(name).length > 0);
/** What `replay` says on a machine that is busy, while it takes more than a second. */
const PROGRESS = /^\d+:\d+ of \d+:\d+ .*$/gm;
/** How long a server of a document gets to tell its address, in ms. */
const START_LIMIT = 30_000;

let server: RunningServer;
/** A folder with what the documents' readers have: these packages, and recordings. */
let folder: string;
beforeAll(async () => {
  server = await startServer(['--log-level', 'error']);
  folder = await mkdtemp(join(tmpdir(), 'stepstream-docs-'));
  await mkdir(join(folder, 'node_modules'));
  for (const name of ['stepstream', '@stepstream']) {
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await symlink(join(ROOT, 'samples'), join(folder, 'samples'));
  await mkdir(join(folder, 'recordings'));
  await writeRecording(join(folder, 'walk.csv'), demoWalk());
  await writeRecording(join(folder, 'recordings', 'walk.csv.gz'), demoWalk());
  // Documents show files of settings; each is written where its reader would have it.
  for (const name of DOCUMENTS) {
    for (const { language, text } of docBlocks(readFileSync(join(ROOT, name), 'utf8'))) {
      const file = /^# (\S+\.toml)\n/.exec(text)?.[1];
      if (language === 'toml' && file) await writeFile(join(folder, file), text);
    }
  }
  const ofDevice = writeGt3x(demoWalk(), { rate: 50 });
  await mkdir(join(folder, 'study'));
  for (const name of ['participant-07.gt3x', 'study/participant-08.gt3x']) {
    await writeFile(join(folder, name), ofDevice);
  }
  await writeFile(join(folder, 'imu.csv'), plainCsv('t,ax,ay,az', accelInG, 1000));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

describe.each(DOCUMENTS)('%s', (name) => {
  for (const block of runnable(name)) {
    const lacks =
      block.text.includes('curl') && !HAS_CURL
        ? ' (skipped: no curl)'
        : block.text.includes('--lan') && lanAddresses().length === 0
          ? ' (skipped: this machine is on no network)'
          : '';
    test.skipIf(lacks !== '')(`line ${block.line}${lacks}`, async () => {
      const output = block.language === 'ts' ? await runTypeScript(block) : await runShell(block);
      if (block.output !== null) expect(output).toBe(block.output);
    });
  }
});

/** The blocks of a document that run. */
function runnable(name: string): DocBlock[] {
  const blocks = docBlocks(readFileSync(join(ROOT, name), 'utf8'));
  return blocks.filter(({ language }) => RUNNABLE.includes(language));
}

async function runTypeScript(block: DocBlock): Promise<string> {
  const file = join(folder, `block-${block.line}.ts`);
  await writeFile(file, redirected(block.text));
  return run(process.execPath, [file]);
}

async function runShell(block: DocBlock): Promise<string> {
  const outputs: string[] = [];
  for (const command of commands(block.text)) {
    const serves = /(?:npx stepstream serve|npm start(?: --)?)(.*)$/.exec(command);
    if (serves) await runServe((serves[1] ?? '').trim().split(/\s+/).filter(Boolean));
    else outputs.push(await run('sh', ['-ec', redirected(withPackage(command))]));
  }
  return outputs.join('');
}

/** The commands of a block; what is quoted or continued over lines is one. */
function commands(text: string): string[] {
  const found: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    open += open === '' ? line : `\n${line}`;
    const quotes = open.split("'").length - 1;
    if (quotes % 2 === 1 || open.endsWith('\\')) continue;
    if (open.trim() !== '') found.push(open);
    open = '';
  }
  return found;
}

/**
 * Installing is left out: these packages are installed where the test runs. So is the launcher, which only starts Bun
 * and has tests of its own (test/cli/launcher.test.ts).
 */
function withPackage(command: string): string {
  return command
    .replace(/npm ci &&/g, '')
    .replaceAll('npx stepstream', `'${process.execPath}' '${MAIN}'`)
    .replace(
      /(main\.ts' replay)(?!.*--url)/g,
      '$1 --speed max --url ws://localhost:8000/ws/realtime',
    );
}

/** Where a reader's server has its usual port, the test's has another. */
function redirected(text: string): string {
  return text.replaceAll('localhost:8000', new URL(server.httpUrl).host);
}

function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && stderr.replace(PROGRESS, '').trim() === '') resolve(stdout);
      else reject(new Error(`exit code ${code}\n${stdout}\n${stderr}`));
    });
  });
}

/** A server that a document starts: it must come up, and stop when it is told to. */
async function runServe(flags: readonly string[]): Promise<void> {
  const port = flags.includes('--port') ? [] : ['--port', '0'];
  const lan = flags.includes('--lan') ? ['--lan-port', '0'] : [];
  const state = flags.includes('--state-folder')
    ? []
    : ['--state-folder', join(folder, crypto.randomUUID())];
  const args = [MAIN, 'serve', ...flags, ...port, ...lan, ...state, '--log-level', 'error'];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('told no address')), START_LIMIT);
      let output = '';
      child.stdout.on('data', (chunk) => {
        output += chunk;
        if (!/http:\/\/\S+:\d+/.test(output)) return;
        clearTimeout(timer);
        resolve();
      });
      child.on('exit', (code) => reject(new Error(`exited with ${code}: ${output}`)));
    });
  } finally {
    const closed = new Promise((resolve) => child.once('close', resolve));
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await closed;
    }
  }
}
