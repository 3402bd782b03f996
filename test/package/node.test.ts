import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { createProject, type Project, TSC } from '@stepstream/testing/installed-package';
import { NEEDS_NODE, NODE } from '@stepstream/testing/node-22';
import { DEFAULT_CONFIG, type StepstreamServer, startServer } from 'stepstream';
import { DETECT, FOUND, RESOLUTIONS, STREAM, STRICT, WALK } from './programs.ts';

let project: Project;
let server: StepstreamServer;

beforeAll(async () => {
  server = startServer({ port: 0, logLevel: 'warn' });
  project = await createProject([
    '@stepstream/client',
    '@stepstream/detector',
    '@stepstream/formats',
    '@stepstream/protocol',
  ]);
  await project.write('stream.ts', STREAM);
  await project.write('detect.ts', DETECT);
  await project.write(
    'protocol.ts',
    `import { CLOSE_REASONS, type ServerMessage as Message } from '@stepstream/protocol';
    import { ServerMessage } from '@stepstream/protocol/schemas';
    import { readFrame } from '@stepstream/protocol/codec';
    export const parse = (text: string): Message => ServerMessage.parse(JSON.parse(text));
    export { CLOSE_REASONS, readFrame };`,
  );
  await project.write(
    'formats.ts',
    `export { readRecording } from '@stepstream/formats';
    export { readBlobs } from '@stepstream/formats/browser';`,
  );
  await project.write(
    'own-socket.ts',
    `import { connect } from '@stepstream/client';
    export const client = (url: string) => connect(url, { WebSocket, user: 'ann' });`,
  );
  await project.write('walk.json', JSON.stringify(WALK));
}, 120_000);
afterAll(async () => {
  await project?.remove();
  await server?.stop();
});

test('the examples are of ten lines', () => {
  for (const code of [STREAM, DETECT]) {
    expect(code.trim().split('\n').filter(Boolean).length).toBeLessThanOrEqual(10);
  }
});

test.each(RESOLUTIONS)(
  'programs type-check, our declarations included, with $moduleResolution',
  async (how) => {
    const options = { compilerOptions: { ...STRICT, ...how }, include: ['*.ts'] };
    await project.write('tsconfig.json', JSON.stringify(options));
    await project.run(...TSC, '--project', '.');
  },
  60_000,
);

describe.skipIf(!NODE)(`under Node 22${NEEDS_NODE}`, () => {
  const evaluate = (code: string, ...flags: string[]) =>
    project.run(NODE, ...flags, '--input-type=module', '--eval', code);

  test('steps are counted over the network', async () => {
    await project.write(
      'main.js',
      `import { readFileSync } from 'node:fs';
      import { stream } from './stream.js';
      const rows = JSON.parse(readFileSync('walk.json', 'utf8'));
      console.log('total', await stream(process.argv[2], rows));`,
    );
    const lines = (await project.run(NODE, 'main.js', server.streamUrl)).trim().split('\n');
    expect(lines.length).toBe(FOUND.steps.length + 1);
    expect(lines.at(-1)).toBe(`total ${FOUND.steps.length}`);
    expect(FOUND.steps.length).toBeGreaterThan(30);
  });

  test('steps are found without a server, the same to the last bit', async () => {
    const code = `
      import { readFileSync } from 'node:fs';
      import { detect } from './detect.js';
      console.log(JSON.stringify(detect(JSON.parse(readFileSync('walk.json', 'utf8')))));`;
    expect(JSON.parse(await evaluate(code))).toEqual(FOUND);
  });

  test('the contract checks messages', async () => {
    const code = `import { parse } from './protocol.js';
      try { parse('{}') } catch (e) { console.log(e.name) }`;
    expect(await evaluate(code)).toContain('Error');
  });

  test('a model of one’s own is made of its bytes', async () => {
    const file = join(import.meta.dir, `../../models/${DEFAULT_CONFIG.model}/model.safetensors`);
    const code = `
      import { readFileSync } from 'node:fs';
      import { defaultModel, loadModel } from '@stepstream/detector';
      const own = loadModel(readFileSync(${JSON.stringify(file)}));
      console.log(own.fingerprint === defaultModel().fingerprint);`;
    expect(await evaluate(code)).toBe('true\n');
  });

  test('without a WebSocket, the error says what to do', async () => {
    const code = `import { connect } from '@stepstream/client';
      try { connect('ws://localhost:1') } catch (error) { console.log(error.code, error.message) }`;
    const output = await evaluate(code, '--no-experimental-websocket');
    expect(output).toStartWith('no_websocket ');
    expect(output).toContain('connect(url, { WebSocket })');
  });
});

test('under Bun, steps are counted over the network, too', async () => {
  const output = await project.run(process.execPath, 'main.js', server.streamUrl);
  expect(output).toEndWith(`total ${FOUND.steps.length}\n`);
});
