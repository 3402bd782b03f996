/** Every block of TypeScript and shell in the documents runs, as a reader would run it. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeRecording } from '@stepstream/formats';
import { accelInG, plainCsv } from '@stepstream/formats/testing';
import { demoWalk } from '@stepstream/synthetic';
import { type DocBlock, docBlocks } from '@stepstream/testing/doc-blocks';
import { lanAddresses } from 'stepstream';
import { type RunningServer, startServer } from './contract/start-server.ts';

setDefaultTimeout(90_000);

const ROOT = join(import.meta.dir, '..');
const BIN = join(ROOT, 'packages/server/bin');
const DOCUMENTS = [
  'README.md',
  'docs/cluster.md',
  'docs/getting-started.md',
  'docs/configuration.md',
  'docs/console.md',
  'docs/deployment.md',
  'docs/licences.md',
  'docs/extending.md',
  'docs/formats.md',
  'docs/history.md',
  'docs/identity.md',
  'docs/live-for-apps.md',
  'docs/observability.md',
  'docs/operations.md',
  'docs/phones.md',
  'docs/privacy.md',
  'docs/protocol.md',
  'docs/restarts.md',
  'docs/scale.md',
  'docs/scale.md',
  'docs/troubleshooting.md',
];
const HAS_CURL = Bun.which('curl') !== null;
const RUNNABLE = ['sh', 'ts'];
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
  await writeFile(join(folder, 'imu.csv'), plainCsv('t,ax,ay,az', accelInG, 1000));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

describe.each(DOCUMENTS)('%s', (name) => {
  const document = readFileSync(join(ROOT, name), 'utf8');
  const blocks = docBlocks(document).filter(({ language }) => RUNNABLE.includes(language));
  for (const block of blocks) {
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

  test('its links to this repository lead somewhere', () => {
    for (const [, target = ''] of document.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? join(ROOT, name) : join(ROOT, dirname(name), path);
      expect({ target, exists: existsSync(file) }).toEqual({ target, exists: true });
      if (anchor) expect(anchorsOf(readFileSync(file, 'utf8'))).toContain(anchor);
    }
  });
});

async function runTypeScript(block: DocBlock): Promise<string> {
  const file = join(folder, `block-${block.line}.ts`);
  await writeFile(file, redirected(block.text));
  return run('node', [join(BIN, 'bun.js'), file]);
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

/** Installing is left out: these packages are installed where the test runs. */
function withPackage(command: string): string {
  return command
    .replace(/npm ci &&/g, '')
    .replaceAll('npx stepstream', `node '${join(BIN, 'stepstream.js')}'`)
    .replace(
      /(stepstream\.js' replay)(?!.*--url)/g,
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
      if (code === 0 && stderr === '') resolve(stdout);
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
  const args = [
    join(BIN, 'stepstream.js'),
    'serve',
    ...flags,
    ...port,
    ...lan,
    ...state,
    '--log-level',
    'error',
  ];
  const child = spawn('node', args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
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

/** The anchors of a document's headings, as they are made where it is shown. */
function anchorsOf(document: string): string[] {
  return [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
