import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { StepDetector } from '@stepstream/detector';
import { zip } from '@stepstream/formats/testing';
import { generateWalk, type SyntheticWalk } from '@stepstream/synthetic';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { detect, rows } from '@stepstream/testing/stream';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';
import { drawn } from './picture.ts';
import { choose, dropOn, over, plot, readout, steps } from './run-parts.ts';
import { useBrowser, useServer } from './visit.ts';

setDefaultTimeout(60_000);

const server = useServer();
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
const TRUTH = ['timestamp', ...walk.steps.map(({ timestamp }) => timestamp)].join('\n');

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

  test('of an hour shows its walks, their peaks and their cadence', async () => {
    const long = generateWalk({
      segments: [1, 2].flatMap(() => [
        { activity: 'standing' as const, seconds: 60 },
        { activity: 'walking' as const, seconds: 60, cadence: 100 },
      ]),
      amplitude: 1.5,
      samplingRate: 25,
    });
    // A device that sleeps between two walks: an hour, with the samples of minutes.
    const times = long.times.map((time) => (time < 120 ? time : time + 3400));
    const { page } = await visit(server.url);
    await choose(page, 'long.csv', table({ ...long, times }, 'timestamp,accel_x,accel_y,accel_z'));
    await over(page);
    await page.locator('.run-view .plot[data-strip="cadence"]').waitFor();
    await readout(page, /^0:00:00 to 1:00:(39|40)/).waitFor();
    expect(Number(await plot(page).getAttribute('data-marks'))).toBeWithin(180, 205);
    // A walk of a minute is a few pixels wide: shaded, and as high as its highest peak.
    const walked = await drawn(page, 60 / 3640, 120 / 3640);
    const asleep = await drawn(page, 0.4, 0.6);
    expect([walked.isShaded, asleep.isShaded, asleep.top]).toEqual([true, false, null]);
    await plot(page).focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 4; i++) await page.keyboard.press('+');
    await page.keyboard.press('Home');
    await page.locator('.run-view .plot:not([data-marks="0"])').waitFor();
    await readout(page, /^0:00:00 to 0:03:4\d/).waitFor();
    const closer = await drawn(page, 60 / 228, 120 / 228);
    expect(Math.abs((closer.top ?? 0) - (walked.top ?? 99))).toBeLessThan(3);
  });

  test('dropped on the page with its true steps is compared, and gives a file with its steps', async () => {
    const { page } = await visit(server.url);
    await page.getByRole('tab', { name: 'Recording' }).click();
    await dropOn(page, '.drop', { 'dropped.csv': OWN, 'dropped.steps.csv': TRUTH });
    await over(page);
    await page.getByText(`of ${walk.steps.length} true steps`).waitFor();
    expect(await page.getByTestId('difference').textContent()).toMatch(/^[±+−] \d$/);
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

  test('of a zip that is dropped with others gives a table, compared with its true steps', async () => {
    const { page } = await visit(server.url);
    const packed = zip([
      ['day/b.csv', OWN.replace(/^.*/, 'when,north,east,down,p,q,r')],
      ['day/a.csv', OWN],
      ['day/a.steps.csv', TRUTH],
      ['day/a.mask.csv', 'start,end\n0,1\n'],
    ]);
    // Anywhere: no tab was chosen.
    await dropOn(page, 'header', {
      'day.zip': packed,
      'c.csv': 'timestamp,accel_x,accel_y,accel_z\n0,1,2,three\n',
    });
    const results = page.getByRole('table', { name: 'Recordings' });
    await results.locator('tr', { hasText: 'c.csv' }).getByText('three').waitFor();
    const count = counted(walk).length;
    const cells = await results.locator('tr', { hasText: 'a.csv' }).locator('td').allTextContents();
    expect(cells.slice(0, 2)).toEqual(['a.csv', String(count)]);
    expect(cells[2]).toMatch(/^[±+−] \d$/);
    // What a command line would say helps nobody here, and each name is said once.
    const refused = (await results.locator('td[colspan]').allTextContents()).join('\n');
    expect(refused).not.toContain('--');
    expect(refused.match(/\b[bc]\.csv/g)).toEqual(['b.csv', 'c.csv']);
    await results.getByRole('button', { name: 'a.csv' }).click();
    await page.getByText(`of ${walk.steps.length} true steps`).waitFor();
    // All of it is shown, and nothing is streamed again when one comes back to it.
    await readout(page, /^0:00 to 0:35/).waitFor();
    await page.getByRole('tab', { name: 'Synthetic' }).click();
    await page.getByRole('tab', { name: 'Recording' }).click();
    expect(await page.getByText('Stream it again').count()).toBe(0);
    await page.getByRole('heading', { name: 'a.csv' }).waitFor();
    // Lists of steps alone are no recordings, and whoever chooses them is told.
    await dropOn(page, 'header', { 'a.steps.csv': TRUTH, 'a.count.json': '{"steps": 3}' });
    await page.getByRole('alert').filter({ hasText: 'no recording among these files' }).waitFor();
    expect(await page.getByRole('heading', { name: 'a.csv' }).count()).toBe(0);
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
    // Where there is nothing to choose between, it says what to do instead.
    await choose(page, 'one-axis.csv', 'time,x\n0,1\n');
    await page.getByText('Export all three').waitFor();
    expect(server.registry.size).toBe(0);
  });

  test('stands under its name, and nothing of it stays beside the error of the next', async () => {
    const { page } = await visit(server.url);
    await choose(page, 'good.csv', OWN);
    await over(page);
    await page.getByRole('heading', { name: 'good.csv' }).waitFor();
    await choose(page, 'words.csv', 'timestamp,accel_x,accel_y,accel_z\n0,1,2,three\n');
    await page.getByRole('alert').filter({ hasText: 'words.csv' }).waitFor();
    await page.getByText('good.csv').waitFor({ state: 'detached' });
    expect(await steps(page).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Save steps' }).count()).toBe(0);
  });
});
