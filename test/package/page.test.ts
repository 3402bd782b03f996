import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { CHROMIUM, launchChromium, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { createProject, type Project } from '@stepstream/testing/installed-package';
import type { Browser } from 'playwright-core';
import { type StepstreamServer, startServer } from 'stepstream';
import { DETECT, FOUND, STREAM, WALK } from './programs.ts';

describe.skipIf(!CHROMIUM)(`what npm publishes, in a page${NEEDS_CHROMIUM}`, () => {
  let project: Project;
  let server: StepstreamServer;
  let browser: Browser;
  let site: ReturnType<typeof Bun.serve>;
  beforeAll(async () => {
    server = startServer({ port: 0, logLevel: 'warn' });
    project = await createProject(['@stepstream/client', '@stepstream/detector']);
    await project.write('stream.ts', STREAM);
    await project.write('detect.ts', DETECT);
    // As a web developer's bundler would: it finds the package by its name.
    const built = await Bun.build({
      entrypoints: [join(project.folder, 'page.js')],
      target: 'browser',
      files: {
        [join(project.folder, 'page.js')]:
          `import { stream } from './stream.ts'; import { detect } from './detect.ts';
          import { fromDeviceMotion } from '@stepstream/client';
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
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop(true);
    await project?.remove();
    await server?.stop();
  });

  test('steps are counted over the network, and found without it, the same to the last bit', async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(site.url.href);
    await page.waitForFunction('globalThis.detect');
    const found = await page.evaluate(`detect(${JSON.stringify(WALK)})`);
    expect(found).toEqual(FOUND);
    const total = await page.evaluate(`stream('${server.streamUrl}', ${JSON.stringify(WALK)})`);
    expect(total).toBe(FOUND.steps.length);
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
