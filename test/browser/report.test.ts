import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { generateWalk } from '@stepstream/synthetic';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { useBrowser, useServer } from './visit.ts';

setDefaultTimeout(60_000);

const server = useServer();
const visit = useBrowser();

/** A walk as a table, on a clock that tells dates or begins at 0, and its known steps as another. */
function files(name: string, clock: number) {
  const { times, accel, steps } = generateWalk({
    segments: [
      { activity: 'standing', seconds: 2 },
      { activity: 'walking', seconds: 20, cadence: 105 },
    ],
    amplitude: 1.5,
  });
  const rows = Array.from(times, (time, i) =>
    [clock + time, ...accel.subarray(3 * i, 3 * i + 3)].join(','),
  );
  // One landing more than there was, and one less.
  const known = [1, ...steps.slice(0, -8).map(({ timestamp }) => timestamp)];
  const file = (suffix: string, lines: readonly (string | number)[]) => ({
    name: `${name}${suffix}`,
    mimeType: 'text/csv',
    buffer: Buffer.from(`${lines.join('\n')}\n`),
  });
  return [
    file('.csv', ['timestamp,accel_x,accel_y,accel_z', ...rows]),
    file('.steps.csv', ['timestamp', ...known.map((time) => clock + time)]),
  ];
}

describe.skipIf(!CHROMIUM)(`the researcher’s view${NEEDS_CHROMIUM}`, () => {
  test('makes a table of a folder, shows each mistake, and saves one page', async () => {
    const { page } = await visit(`${server.url}/#/report`);
    // Recordings are counted one after the other, which takes a busy machine its time.
    page.setDefaultTimeout(60_000);
    const broken = { name: 'c.csv', mimeType: '', buffer: Buffer.from('a,b\n1,2\n') };
    const [own, known] = files('d', 0);
    // Two more columns of numbers, so that the sensor's can't be guessed.
    const odd = String(own?.buffer)
      .replace(/^.*/, 'when,north,east,down,p,q')
      .replace(/\n\d.*/g, (line, at: number) => `${line},${at % 97},${at % 89}`);
    const unnamed = { ...own, name: 'd.csv', mimeType: '', buffer: Buffer.from(odd) };
    await page
      .getByLabel('Choose files')
      .setInputFiles([
        ...files('a', 0),
        ...files('b', 1_700_000_000),
        broken,
        unnamed,
        known ?? broken,
      ]);
    await page.getByText('4 recordings').waitFor();
    // What the file does not say is asked for where it was refused; then it is counted with the others.
    await page.getByRole('button', { name: 'Read it so' }).click();
    await page.getByRole('row', { name: /^d\.csv 0:22 / }).waitFor();
    // It is still there when one has looked at something else.
    await page.getByRole('link', { name: 'Console' }).click();
    await page.getByRole('heading', { name: 'Try it' }).waitFor();
    await page.goBack();
    await page.getByRole('row', { name: /^d\.csv 0:22 / }).waitFor();
    const table = page.getByRole('table', { name: 'Recordings' });
    const row = (name: string) => table.locator('tr', { hasText: name });
    await row('c.csv').getByText('c.csv').waitFor();
    for (const name of ['a.csv', 'b.csv']) {
      // The error leads to the landing in question.
      await row(name).getByRole('button', { name: '%' }).click();
      const missed = page.getByRole('button', { name: 'missed at' });
      await missed.first().click();
      await page
        .locator('.mistakes .readout')
        .filter({ hasText: /\((6|4)\.\d s\)/ })
        .waitFor();
      await page.getByRole('button', { name: 'false at' }).last().click();
      await page
        .locator('.mistakes .readout')
        .filter({ hasText: /^0:1\d\.\d to 0:2/ })
        .waitFor();
    }
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as HTML' }).click(),
    ]);
    const html = await readFile(await download.path(), 'utf8');
    expect(html).toStartWith('<!doctype html>');
    expect(html).toContain('Agreement with known steps');
    expect(html).toContain('<svg');
    expect(html).toContain('Not counted');
  });
});
