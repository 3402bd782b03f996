import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { CHROMIUM, launchChromium, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { createProject, type Project } from '@stepstream/testing/installed-package';
import { NEEDS_NODE, NODE } from '@stepstream/testing/node-22';
import type { Browser, Page } from 'playwright-core';
import { aMinute, createWorld, stepsOf, type World } from '../client/world.ts';
import { toCsv } from './walk-file.ts';

/** The examples that import the package, as it is installed. */
const EXAMPLES = join(import.meta.dir, '../../examples');
const SAMPLES = aMinute();
const STEPS = stepsOf(SAMPLES).length;

let world: World;
let project: Project;
beforeAll(async () => {
  world = await createWorld();
  project = await createProject(['@stepstream/client']);
}, 120_000);
afterAll(async () => {
  await project?.remove();
  await world?.stop();
});

test.skipIf(!NODE)(
  `the Node example counts a walk${NEEDS_NODE}`,
  async () => {
    await cp(join(EXAMPLES, 'node/stream.mjs'), join(project.folder, 'stream.mjs'));
    await project.write('walk.csv', toCsv(SAMPLES));
    const output = await project.run(NODE, 'stream.mjs', 'walk.csv', world.proxy.streamUrl, '20');
    expect(output).toEndWith(`${STEPS} steps in ${SAMPLES.length} samples; 0 dropped\n`);
    expect(output.match(/^step \d+ at [\d.]+ s$/gm)?.length).toBe(STEPS);
  },
  60_000,
);

describe.skipIf(!CHROMIUM)(`the browser example${NEEDS_CHROMIUM}`, () => {
  let browser: Browser;
  let site: ReturnType<typeof Bun.serve>;
  beforeAll(async () => {
    await cp(join(EXAMPLES, 'browser/index.html'), join(project.folder, 'index.html'));
    site = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      async fetch(request) {
        const file = Bun.file(join(project.folder, new URL(request.url).pathname));
        return (await file.exists()) ? new Response(file) : new Response(null, { status: 404 });
      },
    });
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop(true);
  });

  const open = async (before = ''): Promise<Page> => {
    const page = await browser.newPage();
    if (before) await page.addInitScript(before);
    await page.goto(`${site.url}index.html?server=${encodeURIComponent(world.proxy.streamUrl)}`);
    return page;
  };

  /** Moves the device: readings as browsers give them, at the times of the samples. */
  const move = (page: Page, samples: typeof SAMPLES) =>
    page.evaluate((rows) => {
      for (const { timestamp = 0, accel_x: x, accel_y: y, accel_z: z } of rows) {
        const event = new DeviceMotionEvent('devicemotion', {
          accelerationIncludingGravity: { x, y, z },
          rotationRate: { alpha: 1, beta: 2, gamma: 3 },
        });
        Object.defineProperty(event, 'timeStamp', { value: timestamp * 1000 });
        dispatchEvent(event);
      }
    }, samples);

  test('counts the steps of the device that shows it, over a cut link', async () => {
    const page = await open();
    await page.click('#start');
    await move(page, SAMPLES.slice(0, 1));
    await page.waitForSelector('#stop:not([hidden])');
    await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'Counting');
    await move(page, SAMPLES.slice(1, 1500));
    world.proxy.cut();
    await move(page, SAMPLES.slice(1500));
    await page.click('#stop');
    await page.waitForFunction(() =>
      / steps$/.test(document.querySelector('#state')?.textContent ?? ''),
    );
    const told = await page.textContent('#state');
    // The example connects with the first reading, and the readings are rounded to four digits.
    expect(Math.abs(Number.parseInt(told ?? '', 10) - STEPS)).toBeLessThanOrEqual(1);
    expect(await page.textContent('#steps')).toBe(String(Number.parseInt(told ?? '', 10)));
    expect(world.server.registry.size).toBe(0);
  }, 60_000);

  test('pauses while its page is hidden', async () => {
    const page = await open();
    await page.click('#start');
    await move(page, SAMPLES.slice(0, 1));
    await page.waitForSelector('#stop:not([hidden])');
    const turn = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await turn(true);
    expect(await page.textContent('#state')).toContain('Paused');
    await move(page, SAMPLES.slice(0, 1000));
    await turn(false);
    expect(await page.textContent('#state')).toBe('Counting');
    // A single step is no walk: whatever counts has leaked in while the page was hidden.
    await move(page, SAMPLES.slice(1000, 1020));
    await page.click('#stop');
    await page.waitForFunction(() =>
      / steps$/.test(document.querySelector('#state')?.textContent ?? ''),
    );
    expect(await page.textContent('#steps')).toBe('0');
  }, 60_000);

  const answer = (permission: string) =>
    `DeviceMotionEvent.requestPermission = () => ${permission};`;
  const states = (page: Page) =>
    page
      .waitForFunction(
        () => !/pocket/.test(document.querySelector('#state')?.textContent ?? 'pocket'),
      )
      .then(() => page.textContent('#state'));

  test('says so when the user does not share the motion', async () => {
    const page = await open(answer("Promise.resolve('denied')"));
    await page.click('#start');
    expect(await states(page)).toContain("does not share the device's motion");
  }, 60_000);

  test('says so when iOS would not even ask', async () => {
    const page = await open(answer("Promise.reject(new Error('NotAllowedError'))"));
    await page.click('#start');
    expect(await states(page)).toContain('in the handler of a tap');
  }, 60_000);

  test('says so when the device has no sensor', async () => {
    const page = await open();
    await page.click('#start');
    expect(await states(page)).toContain('no sensor');
  }, 60_000);
});
