import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createProject, type Project, TSC } from '@stepstream/testing/installed-package';
import { NEEDS_NODE, NODE } from '@stepstream/testing/node-22';
import { DETECT, FOUND, RESOLUTIONS, STREAM, STRICT, WALK } from './programs.ts';

/** Mounts the engine in an Express app under Node, and streams a walk to it. */
const EXPRESS = `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createStepstream } from 'stepstream';
import { toNode } from 'stepstream/node';
import { stream } from './stream.js';

const engine = createStepstream({ basePath: '/steps', streamPath: '/stream', logLevel: 'error' });
const { handle, attach } = toNode(engine);
let steps = 0;
engine.on('step', () => void steps++);

const app = express();
app.use(handle);
app.get('/mine', (_request, response) => void response.send('mine'));
const server = createServer(app);
attach(server);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const rows: number[][] = JSON.parse(readFileSync('walk.json', 'utf8'));
const counted = await stream(\`ws://127.0.0.1:\${port}/steps/stream\`, rows);
const get = (path: string) => fetch(\`http://127.0.0.1:\${port}\${path}\`);
const health = await get('/steps/health');
console.log(JSON.stringify({
  counted, steps, health: health.status, mine: await (await get('/mine')).text(),
  page: (await get('/steps/')).status,
}));
await engine.close();
server.close();
process.exit();
`;

/** The same in a Hono app under Bun. */
const HONO = `
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { createStepstream } from 'stepstream';
import { toHono } from 'stepstream/hono';
import { stream } from './stream.js';

const engine = createStepstream({ basePath: '/steps', streamPath: '/stream', logLevel: 'error' });
let steps = 0;
engine.on('step', () => void steps++);

const app = new Hono();
app.all('/steps/*', toHono(engine));
app.get('/mine', (context) => context.text('mine'));
const server = Bun.serve({ port: 0, fetch: app.fetch, websocket: engine.websocket });
const rows: number[][] = JSON.parse(readFileSync('walk.json', 'utf8'));
const counted = await stream(\`ws://127.0.0.1:\${server.port}/steps/stream\`, rows);
const get = (path: string) => fetch(\`http://127.0.0.1:\${server.port}\${path}\`);
const health = await get('/steps/health');
console.log(JSON.stringify({
  counted, steps, health: health.status, mine: await (await get('/mine')).text(),
  page: (await get('/steps/')).status,
}));
await engine.close();
await server.stop(true);
process.exit();
`;

/** What both programs print last. */
const EXPECTED = {
  counted: FOUND.steps.length,
  steps: FOUND.steps.length,
  health: 200,
  mine: 'mine',
  page: 200,
};

async function projectWith(name: string, program: string, packages: readonly string[]) {
  const project = await createProject(['stepstream', '@stepstream/client', ...packages]);
  await project.write('stream.ts', STREAM);
  await project.write('detect.ts', DETECT);
  await project.write(name, program);
  await project.write('walk.json', JSON.stringify(WALK));
  return project;
}

async function compile(project: Project, how: object, types: readonly string[]): Promise<void> {
  const options = { compilerOptions: { ...STRICT, ...how, types }, include: ['*.ts'] };
  await project.write('tsconfig.json', JSON.stringify(options));
  await project.run(...TSC, '--project', '.');
}

const lastLine = (output: string) => JSON.parse(output.trim().split('\n').at(-1) ?? '');

describe('an Express app that mounts the engine', () => {
  let project: Project;
  beforeAll(async () => {
    const types = ['@types/node', '@types/express'];
    project = await projectWith('app.ts', EXPRESS, ['express', ...types]);
  }, 120_000);
  afterAll(() => project?.remove());

  test.each(RESOLUTIONS)(
    'type-checks with $moduleResolution',
    async (how) => {
      await compile(project, how, ['node']);
    },
    60_000,
  );

  test.skipIf(!NODE)(
    `counts a recording under Node 22, without Bun${NEEDS_NODE}`,
    async () => {
      expect(lastLine(await project.run(NODE, 'app.js'))).toEqual(EXPECTED);
    },
    60_000,
  );
});

describe('a Hono app that mounts the engine', () => {
  let project: Project;
  beforeAll(async () => {
    project = await projectWith('app.ts', HONO, ['hono', '@types/bun']);
  }, 120_000);
  afterAll(() => project?.remove());

  test.each(RESOLUTIONS)(
    'type-checks with $moduleResolution',
    async (how) => {
      await compile(project, how, ['bun']);
    },
    60_000,
  );

  test('counts a recording under Bun', async () => {
    expect(lastLine(await project.run(process.execPath, 'app.ts'))).toEqual(EXPECTED);
  }, 60_000);
});
