import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepDetector } from '@stepstream/detector';
import { CHROMIUM, launchChromium, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { createProject, NODE, type Project, TSC } from '@stepstream/testing/installed-package';
import { aWalk, detect, rows } from '@stepstream/testing/stream';
import type { Browser } from 'playwright-core';
import { DEFAULT_CONFIG, loadModel, type StepstreamServer, startServer } from 'stepstream';

/** Ten lines that stream a walk and count its steps. */
const STREAM = `
import { connect } from 'stepstream/client';

export async function stream(url: string, rows: number[][]): Promise<number> {
  const client = connect(url);
  client.on('step', ({ total, timestamp }) => console.log(total, timestamp));
  for (const [timestamp, accel_x = 0, accel_y = 0, accel_z = 0] of rows) {
    client.send({ accel_x, accel_y, accel_z, ...(timestamp !== undefined && { timestamp }) });
  }
  return (await client.stop()).totalSteps;
}
`;

/** Ten lines that find the steps without a server. */
const DETECT = `
import { type ConfirmedStep, StepDetector } from 'stepstream/detector';

export function detect(rows: number[][]): { steps: ConfirmedStep[]; state: number[] } {
  const detector = new StepDetector();
  const steps = rows.flatMap(([time = 0, x = 0, y = 0, z = 0]) => [
    ...detector.push(time, x, y, z),
  ]);
  return { steps, state: [...detector.save()] };
}
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    // The declarations of the package are checked, too.
    skipLibCheck: false,
    types: [],
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  },
  include: ['*.ts'],
};

const WALK = rows(aWalk({ placement: 'pocket', samplingRate: 73, timestampJitter: 0.002 }));

let project: Project;
let server: StepstreamServer;
let here: { readonly steps: object[]; readonly state: number[] };

beforeAll(async () => {
  server = startServer({ port: 0, logLevel: 'warn' });
  const detector = new StepDetector({ model: loadModel(DEFAULT_CONFIG.model) });
  here = { steps: detect(WALK, detector), state: [...detector.save()] };
  project = await createProject();
  await project.write('tsconfig.json', JSON.stringify(TSCONFIG));
  await project.run('npm', 'pkg', 'set', 'type=module');
  await project.write('stream.ts', STREAM);
  await project.write('detect.ts', DETECT);
  await project.write(
    'protocol.ts',
    "import { ServerMessage } from 'stepstream/protocol';\n" +
      'export const parse = (text: string): ServerMessage => ServerMessage.parse(JSON.parse(text));\n',
  );
  await project.write(
    'own-socket.ts',
    "import { connect } from 'stepstream/client';\n" +
      'export const client = (url: string) => connect(url, { WebSocket, user: "ann" });\n',
  );
  await project.write('walk.json', JSON.stringify(WALK));
});
afterAll(async () => {
  await project?.remove();
  await server?.stop();
});

test('the examples are of ten lines', () => {
  for (const code of [STREAM, DETECT]) {
    expect(code.trim().split('\n').filter(Boolean).length).toBeLessThanOrEqual(10);
  }
});

test('it type-checks, declarations included, and compiles', async () => {
  await project.run(...TSC, '--project', '.');
}, 60_000);

describe('under Node', () => {
  test('steps are counted over the network', async () => {
    await project.write(
      'main.js',
      `import { readFileSync } from 'node:fs';
      import { stream } from './stream.js';
      const rows = JSON.parse(readFileSync('walk.json', 'utf8'));
      console.log('total', await stream(process.argv[2], rows));`,
    );
    const output = await project.run(...NODE, 'main.js', server.streamUrl);
    const lines = output.trim().split('\n');
    expect(lines.length).toBe(here.steps.length + 1);
    expect(lines.at(-1)).toBe(`total ${here.steps.length}`);
    expect(here.steps.length).toBeGreaterThan(30);
  });

  test('and so they are under Bun, from the sources', async () => {
    const output = await project.run(process.execPath, 'main.js', server.streamUrl);
    expect(output).toEndWith(`total ${here.steps.length}\n`);
  });

  test('steps are found without it, the same to the last bit', async () => {
    await project.write(
      'offline.js',
      `import { readFileSync } from 'node:fs';
      import { detect } from './detect.js';
      console.log(JSON.stringify(detect(JSON.parse(readFileSync('walk.json', 'utf8')))));`,
    );
    expect(JSON.parse(await project.run('node', 'offline.js'))).toEqual(here);
  });

  test('the contract checks messages', async () => {
    const code = `import { parse } from './protocol.js'; try { parse('{}') } catch (e) { console.log(e.name) }`;
    expect(await project.run('node', '--input-type=module', '--eval', code)).toContain('Error');
  });

  test('a model of one’s own is made of its bytes', async () => {
    const file = join(import.meta.dir, `../../models/${DEFAULT_CONFIG.model}/model.safetensors`);
    const code = `
      import { readFileSync } from 'node:fs';
      import { defaultModel, loadModel } from 'stepstream/detector';
      console.log(loadModel(readFileSync(${JSON.stringify(file)})).fingerprint === defaultModel().fingerprint);`;
    expect(await project.run('node', '--input-type=module', '--eval', code)).toBe('true\n');
  });

  test.skipIf(NODE.length === 1)('without a WebSocket, the error says what to do', async () => {
    const code = `import { connect } from 'stepstream/client';
      try { connect('ws://localhost:1') } catch (error) { console.log(error.code, error.message) }`;
    const output = await project.run('node', '--input-type=module', '--eval', code);
    expect(output).toStartWith('no_websocket ');
    expect(output).toContain('connect(url, { WebSocket })');
  });
});

describe.skipIf(!CHROMIUM)(`in a page${NEEDS_CHROMIUM}`, () => {
  let browser: Browser;
  let site: ReturnType<typeof Bun.serve>;
  beforeAll(async () => {
    // As a web developer's bundler would: it finds the package by its name.
    const built = await Bun.build({
      entrypoints: [join(project.folder, 'page.js')],
      target: 'browser',
      files: {
        [join(project.folder, 'page.js')]:
          `import { stream } from './stream.js'; import { detect } from './detect.js';
          import { fromDeviceMotion } from 'stepstream/client';
          Object.assign(globalThis, { stream, detect, fromDeviceMotion });`,
      },
    });
    const script = await built.outputs[0]?.text();
    site = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: (request) =>
        request.url.endsWith('.js')
          ? new Response(script, { headers: { 'content-type': 'text/javascript' } })
          : new Response('<!doctype html><script type="module" src="page.js"></script>', {
              headers: { 'content-type': 'text/html' },
            }),
    });
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop(true);
  });

  test('steps are counted over the network, and found without it, the same to the last bit', async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(site.url.href);
    await page.waitForFunction('globalThis.detect');
    const found = await page.evaluate(`detect(${JSON.stringify(WALK)})`);
    expect(found).toEqual(here);
    const total = await page.evaluate(`stream('${server.streamUrl}', ${JSON.stringify(WALK)})`);
    expect(total).toBe(here.steps.length);
    expect(errors).toEqual([]);
  }, 60_000);

  test.each([
    ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36', 1],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1',
      -1,
    ],
  ])(
    'the sign of acceleration is that of the standard: %s',
    async (userAgent, sign) => {
      const page = await browser.newPage({ userAgent });
      await page.goto(site.url.href);
      await page.waitForFunction('globalThis.fromDeviceMotion');
      const sample = await page.evaluate(`new Promise((resolve, reject) => {
      fromDeviceMotion(resolve).catch(reject);
      setTimeout(() => dispatchEvent(new DeviceMotionEvent('devicemotion', {
        accelerationIncludingGravity: { x: 0, y: 0.5, z: 9.8 },
        rotationRate: { alpha: 2, beta: 0, gamma: 0 },
      })), 100);
    })`);
      expect(sample).toMatchObject({ accel_y: 0.5 * sign, accel_z: 9.8 * sign, gyro_x: 0.0349 });
      await page.close();
    },
    60_000,
  );
});

test('the package brings what the server needs, and no tests', async () => {
  const files = (await project.run('tar', '-tzf', project.tarball)).split('\n');
  const manifest = JSON.parse(readFileSync(join(import.meta.dir, '../../package.json'), 'utf8'));
  for (const each of Object.values<Record<string, string>>(manifest.exports)) {
    for (const path of Object.values(each)) expect(files).toContain(path.replace('./', 'package/'));
  }
  expect(files).toContain(`package/models/${DEFAULT_CONFIG.model}/model.safetensors`);
  expect(files.filter((name) => /\.test\.|\/testing\//.test(name))).toEqual([]);
});
