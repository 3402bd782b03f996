import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { StepDetector } from '@stepstream/detector';
import { generateWalk, type SyntheticWalk } from '@stepstream/synthetic';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { detect, rows } from '@stepstream/testing/stream';
import type { Page } from 'playwright-core';
import { DEFAULT_CONFIG, loadModel, type StepstreamServer, startServer } from 'stepstream';
import { useBrowser } from './visit.ts';

setDefaultTimeout(60_000);

let server: StepstreamServer;
beforeAll(() => {
  server = startServer({ port: 0, logLevel: 'silent' });
});
afterAll(() => server.stop());
const visit = useBrowser();

/** The steps that the server's detector finds in a walk. */
const counted = (walk: SyntheticWalk) =>
  detect(rows(walk), new StepDetector({ model: loadModel(DEFAULT_CONFIG.model) }));

const walk = generateWalk({
  segments: [
    { activity: 'standing', seconds: 2 },
    { activity: 'walking', seconds: 30, cadence: 105 },
    { activity: 'standing', seconds: 3 },
  ],
  amplitude: 1.3,
  placement: 'pocket',
  samplingRate: 100,
});

/** A walk as a table: a header, and a row a sample. */
function table({ times, accel, gyro }: SyntheticWalk, header: string): string {
  const lines = Array.from(times, (time, i) =>
    [time, ...accel.subarray(3 * i, 3 * i + 3), ...gyro.subarray(3 * i, 3 * i + 3)]
      .slice(0, header.split(',').length)
      .join(','),
  );
  return `${[header, ...lines].join('\n')}\n`;
}

const OWN = table(walk, 'timestamp,accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z');

async function choose(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  await page.getByRole('tab', { name: 'Recording' }).click();
  const buffer = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer });
}

const plot = (page: Page) => page.locator('.run-view .plot');
const readout = (page: Page, text: RegExp) =>
  page.locator('.run-view .readout').filter({ hasText: text });
const steps = (page: Page) => page.getByTestId('steps');
/** Waits until the run is over, as far as one can see. */
const over = (page: Page) => page.locator('button:enabled', { hasText: 'Save steps' }).waitFor();

describe.skipIf(!CHROMIUM)(`a synthetic walk${NEEDS_CHROMIUM}`, () => {
  test('is counted to the step: digits, verdict and a mark for each', async () => {
    const { page } = await visit(server.url);
    await page.getByText('Press Walk', { exact: true }).waitFor();
    await page.getByLabel('Speed').selectOption({ label: 'at once' });
    await page.getByRole('button', { name: 'Walk', exact: true }).click();
    await over(page);
    // Twice ten seconds at 110 steps a minute.
    expect(await steps(page).textContent()).toBe('36');
    expect(await page.getByTestId('difference').textContent()).toBe('± 0');
    await page.getByText('of 36 true steps').waitFor();
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('.run-view .plot')?.dataset['marks'] === '36',
    );
    // The marks are really painted: the colours of both feet are on the canvas.
    const colours = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.run-view canvas');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) return [];
      const { data } = context.getImageData(0, 0, canvas.width, 30);
      const found = new Set<string>();
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 255) found.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
      }
      return [...found];
    });
    expect(colours).toContain('11,99,197');
    expect(colours).toContain('194,87,12');
  });

  test('walks in real time: steps come one by one, and it stops when told', async () => {
    const { page } = await visit(server.url);
    await page.getByLabel('Speed').selectOption({ label: '4 ×' });
    await page.getByRole('button', { name: 'Walk', exact: true }).click();
    await steps(page)
      .filter({ hasText: /^[4-9]$/ })
      .waitFor();
    expect(await page.getByTestId('difference').textContent()).toBe('of 36');
    expect([...server.registry.sessions()].map(({ userId }) => userId)).toEqual([
      'synthetic-walk-2026',
    ]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await over(page);
    expect(Number(await steps(page).textContent())).toBeLessThan(36);
    expect(server.registry.size).toBe(0);
  });

  test('of another cadence and placement has other steps', async () => {
    const { page } = await visit(server.url);
    await page.getByText('More', { exact: true }).click();
    await page.getByLabel('Cadence').fill('120');
    await page.getByLabel('Carried in').selectOption('a pocket');
    await page.getByLabel('Stands still').uncheck();
    await page.getByLabel('Speed').selectOption({ label: 'at once' });
    await page.getByRole('button', { name: 'Walk', exact: true }).click();
    await over(page);
    await page.getByText('of 40 true steps').waitFor();
    expect(Math.abs(Number(await steps(page).textContent()) - 40)).toBeLessThanOrEqual(2);
  });

  test('a view is paused, zoomed and moved by keys', async () => {
    const { page } = await visit(server.url);
    await page.getByLabel('Speed').selectOption({ label: 'at once' });
    await page.getByRole('button', { name: 'Walk', exact: true }).click();
    await over(page);
    await page.locator('.run-view .plot[data-marks="36"]').waitFor();
    await plot(page).focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.locator('.run-view .plot:not([data-marks="36"])').waitFor();
    await page.keyboard.press('a');
    await page.locator('.run-view .plot[data-marks="36"]').waitFor();
    // It is all there is: nothing lies beyond the ends.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('-');
    await readout(page, /36 steps · 1\d\d steps\/min while walking/).waitFor();
  });

  test('a piece is chosen with the mouse, and its steps and cadence are told', async () => {
    const { page } = await visit(server.url);
    await page.getByLabel('Speed').selectOption({ label: 'at once' });
    await page.getByRole('button', { name: 'Walk', exact: true }).click();
    await over(page);
    await page.locator('.run-view .plot[data-marks="36"]').waitFor();
    // Every step shows how likely it was: what the detector said of it is drawn where it belongs.
    expect(await page.locator('.run-view .plot').getAttribute('data-strip')).toBe('likelihood');
    const box = await plot(page).boundingBox();
    if (!box) throw new Error('there is a plot');
    const at = (share: number) => [box.x + share * box.width, box.y + box.height / 2] as const;
    await page.mouse.move(...at(0.3));
    await readout(page, /m\/s² · likelihood/).waitFor();
    await page.mouse.down();
    await page.mouse.move(...at(0.5), { steps: 3 });
    await readout(page, /\d steps · 1\d\d steps\/min/).waitFor();
    await page.mouse.up();
    await page.locator('.run-view .plot:not([data-marks="36"])').waitFor();
    const marks = Number(await plot(page).getAttribute('data-marks'));
    expect(marks).toBeWithin(3, 13);
    // A wheel zooms about the cursor once the trace is in use; far beyond the ends it goes no further.
    for (let i = 0; i < 12; i++) await page.mouse.wheel(0, 120);
    await page.locator('.run-view .plot[data-marks="36"]').waitFor();
    const [picture] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'PNG' }).click(),
    ]);
    expect(picture.suggestedFilename()).toBe('Synthetic-walk-2026.png');
    const [samples] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const lines = (await readFile(await samples.path(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(1 + 28 * 50);
    expect(lines.filter((line) => /,\d+$/.test(line))).toHaveLength(36);
  });
});

describe.skipIf(!CHROMIUM)(`a recording${NEEDS_CHROMIUM}`, () => {
  test.each([
    ['walk.csv', OWN],
    ['walk.csv.gz', gzipSync(OWN)],
  ])('%s is counted as the detector counts it', async (name, content) => {
    const { page } = await visit(server.url);
    await choose(page, name, content);
    await over(page);
    const expected = counted(walk);
    expect(expected.length).toBeGreaterThan(45);
    expect(await steps(page).textContent()).toBe(String(expected.length));
    await page.locator(`.run-view .plot[data-marks="${expected.length}"]`).waitFor();
  });

  test('of some minutes shows its walks and their cadence', async () => {
    const long = generateWalk({
      segments: [1, 2].flatMap(() => [
        { activity: 'standing' as const, seconds: 60 },
        { activity: 'walking' as const, seconds: 60, cadence: 100 },
      ]),
      amplitude: 1.5,
      samplingRate: 25,
    });
    const { page } = await visit(server.url);
    await choose(page, 'long.csv', table(long, 'timestamp,accel_x,accel_y,accel_z'));
    await over(page);
    await page.locator('.run-view .plot[data-strip="cadence"]').waitFor();
    await readout(page, /^0:00 to (3:59|4:00)/).waitFor();
    expect(Number(await plot(page).getAttribute('data-marks'))).toBeWithin(180, 205);
  });

  test('dropped on the page gives a file with its steps', async () => {
    const { page } = await visit(server.url);
    await page.getByRole('tab', { name: 'Recording' }).click();
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
      return data;
    }, OWN);
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer });
    await over(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save steps' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('dropped.steps.csv');
    const [header, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(header).toBe('timestamp,foot,confidence');
    const expected = counted(walk);
    expect(lines.map((line) => line.split(',')[1])).toEqual(expected.map(({ foot }) => foot));
    lines.forEach((line, i) => {
      expect(Number(line.split(',')[0])).toBeCloseTo(expected[i]?.timestamp ?? -1, 5);
    });
  });

  test('dropped on the page with others and its true steps gives a table', async () => {
    const { page } = await visit(server.url);
    const truth = ['timestamp', ...walk.steps.map(({ timestamp }) => timestamp)].join('\n');
    const transfer = await page.evaluateHandle(
      ([own, steps]) => {
        const data = new DataTransfer();
        for (const [name, text] of [
          ['b.csv', own],
          ['a.csv', own],
          ['a.steps.csv', steps],
          ['c.csv', 'timestamp,accel_x,accel_y,accel_z\n0,1,2,three\n'],
        ] as const) {
          data.items.add(new File([text], name, { type: 'text/csv' }));
        }
        return data;
      },
      [OWN, truth] as const,
    );
    // Anywhere: no tab was chosen.
    await page.dispatchEvent('header', 'drop', { dataTransfer: transfer });
    const results = page.getByRole('table', { name: 'Recordings' });
    await results.locator('tr', { hasText: 'c.csv' }).getByText('three').waitFor();
    const count = counted(walk).length;
    const cells = await results.locator('tr', { hasText: 'a.csv' }).locator('td').allTextContents();
    expect(cells.slice(0, 2)).toEqual(['a.csv', String(count)]);
    expect(cells[2]).toMatch(/^[±+−] \d$/);
    await results.getByRole('button', { name: 'a.csv' }).click();
    await page.getByText(`of ${walk.steps.length} true steps`).waitFor();
  });

  test('of unnamed columns in g is read once these are picked', async () => {
    const { page } = await visit(server.url);
    const inG = Array.from(walk.times, (time, i) =>
      [time, ...walk.accel.subarray(3 * i, 3 * i + 3).map((value) => value / 9.80665)].join(','),
    );
    await choose(page, 'odd.csv', `${['when,north,east,down', ...inG].join('\n')}\n`);
    const problem = page.getByRole('alert');
    await problem.waitFor();
    expect(await problem.textContent()).not.toContain('--');
    await page.getByLabel('Unit of the acceleration').selectOption('g');
    await page.getByRole('button', { name: 'Read it so' }).click();
    await over(page);
    expect(await steps(page).textContent()).toBe(String(counted(walk).length));
  });

  test('of a table without times is read once its rate is said', async () => {
    const { page } = await visit(server.url);
    const values = Array.from(walk.times, (_, i) =>
      [...walk.accel.subarray(3 * i, 3 * i + 3)].join(','),
    );
    await choose(page, 'odd.csv', `${['north,east,down', ...values].join('\n')}\n`);
    await page.getByLabel('Samples a second').fill('100');
    await page.getByRole('button', { name: 'Read it so' }).click();
    await over(page);
    expect(Math.abs(Number(await steps(page).textContent()) - counted(walk).length)).toBeLessThan(
      2,
    );
  });

  test('of phyphox, whose columns carry their units', async () => {
    const { page } = await visit(server.url);
    const header = [
      '"Time (s)"',
      '"Acceleration x (m/s^2)"',
      '"Acceleration y (m/s^2)"',
      '"Acceleration z (m/s^2)"',
    ].join(',');
    await choose(page, 'Accelerometer.csv', table(walk, header));
    await over(page);
    await page.getByText('phyphox CSV').waitFor();
    expect(await steps(page).textContent()).toBe(String(counted(walk).length));
  });

  test('that lacks a column, or holds no number, is refused by name and line', async () => {
    const { page } = await visit(server.url);
    await choose(page, 'two-axes.csv', 'timestamp,accel_x,accel_y\n0,1,2\n');
    const problem = page.getByRole('alert');
    await problem.filter({ hasText: 'two-axes.csv' }).waitFor();
    expect(await problem.textContent()).toContain('accel_z');
    await choose(page, 'words.csv', 'timestamp,accel_x,accel_y,accel_z\n0,1,2,three\n');
    await problem.filter({ hasText: 'words.csv' }).waitFor();
    expect(await problem.textContent()).toMatch(/line 2.*accel_z.*three/);
    expect(server.registry.size).toBe(0);
  });

  test('stands under its name, and nothing of it stays beside the error of the next', async () => {
    const { page } = await visit(server.url);
    await choose(page, 'good.csv', OWN);
    await over(page);
    await page.getByRole('heading', { name: 'good.csv' }).waitFor();
    await choose(page, 'words.csv', 'timestamp,accel_x,accel_y,accel_z\n0,1,2,three\n');
    await page.getByRole('alert').filter({ hasText: 'words.csv' }).waitFor();
    expect(await page.getByText('good.csv').count()).toBe(0);
    expect(await steps(page).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Save steps' }).count()).toBe(0);
  });
});
