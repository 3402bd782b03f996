import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import type { BrowserContextOptions } from 'playwright-core';
import { forcedColours } from './picture.ts';
import { over, plot, readout, steps } from './run-parts.ts';
import { leftInEnglish } from './texts.ts';
import { useBrowser, useServer } from './visit.ts';

setDefaultTimeout(60_000);

const server = useServer();
const visit = useBrowser();

/** A small screen of somebody who wants no motion. */
const CALM_PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  reducedMotion: 'reduce',
};
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
    await page.emulateMedia({ forcedColors: 'active' });
    expect(await forcedColours(page)).toEqual([true, true, true]);
  });

  test('walks in real time: steps come one by one, and it stops when told', async () => {
    const { page } = await visit(server.url);
    await page.getByLabel('Speed').selectOption({ label: '4 ×' });
    await page.getByRole('button', { name: 'Walk', exact: true }).click();
    await steps(page)
      .filter({ hasText: /^([4-9]|[12]\d)$/ })
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
    const { page } = await visit(server.url, CALM_PHONE);
    await page.getByText('More', { exact: true }).click();
    await page.getByLabel('Cadence').fill('120');
    await page.getByLabel('Carried in').selectOption('a pocket');
    await page.getByLabel('Stands still').uncheck();
    await page.getByLabel('Speed').selectOption({ label: 'at once' });
    // The count comes into sight at once, and not by scrolling there.
    const [atOnce, later] = await page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      scrollTo({ top: 0, behavior: 'instant' });
      document.querySelector<HTMLElement>('.try-panel button[type=submit]')?.click();
      await frame();
      await frame();
      const soon = scrollY;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [soon, scrollY] as const;
    });
    expect([atOnce > 0, later]).toEqual([true, atOnce]);
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
    // Whoever switches to another language sees nothing of this one.
    await page.getByText('More', { exact: true }).click();
    expect(await leftInEnglish(page, /^synthetic-walk-2026$/)).toEqual([]);
  });

  test('a piece is chosen with the mouse, and its steps and cadence are told', async () => {
    const { page, context } = await visit(server.url, { hasTouch: true });
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
    // What ends outside ends at the edge: a drag, and two fingers.
    await page.mouse.move(...at(0.9));
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 200, box.y - 40, { steps: 3 });
    await page.mouse.up();
    await readout(page, /^0:2[45]\.\d to 0:28\.0 \(2\.\d s\)/).waitFor();
    await page.locator('.run-view .plot[data-marks="0"]').waitFor();
    await plot(page).press('a');
    await page.locator('.run-view .plot[data-marks="36"]').waitFor();
    const fingers = (...shares: number[]) =>
      shares.map((share, id) => ({ id, x: at(share)[0], y: at(share)[1] }));
    const touches = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...shares: number[]) =>
      touches.send('Input.dispatchTouchEvent', { type, touchPoints: fingers(...shares) });
    await touch('touchStart', 0.4, 0.6);
    for (const apart of [0.3, 0.6, 1.1]) await touch('touchMove', 0.5 - apart / 2, 0.5 + apart / 2);
    await touch('touchEnd');
    await page.locator('.run-view .plot:not([data-marks="36"])').waitFor();
    expect(Number(await plot(page).getAttribute('data-marks'))).toBeWithin(1, 20);
    await touch('touchStart', 0.1, 0.9);
    for (const apart of [0.4, 0.1, 0.02])
      await touch('touchMove', 0.5 - apart / 2, 0.5 + apart / 2);
    await touch('touchEnd');
    await readout(page, /^0:00 to 0:28 .* 36 steps/).waitFor();
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
