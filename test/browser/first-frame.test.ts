import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import type { Page } from 'playwright-core';
import { createToken, type StepstreamServer, startServer } from 'stepstream';
import { useBrowser } from './visit.ts';

setDefaultTimeout(60_000);

const SECRET = 'a secret of thirty-two bytes, or more';
const ADMIN = 'admin-token-of-the-tests';

let open: StepstreamServer;
let asking: StepstreamServer;
beforeAll(() => {
  const silent = { port: 0, logLevel: 'silent' } as const;
  open = startServer(silent);
  asking = startServer({ ...silent, auth: 'token', authSecret: SECRET, adminToken: ADMIN });
});
afterAll(() => Promise.all([open.stop(), asking.stop()]));
const visit = useBrowser();

/** Runs a program of the page as a developer would; its samples carry their times, so it may hurry. */
async function run(code: string): Promise<void> {
  const program = Bun.spawn([process.execPath, '-e', code.replace(/\b20\)/, '4)')], {
    stdout: 'ignore',
    stderr: 'pipe',
  });
  const errors = await new Response(program.stderr).text();
  expect([await program.exited, errors]).toEqual([0, '']);
}

/** What ten seconds of the programs' signal come to. */
const STEPS = /^1[5-8]$/;
const fact = (page: Page, name: string) =>
  page.locator('.facts > div', { hasText: name }).locator('dd');

describe.skipIf(!CHROMIUM)(`the developer’s view${NEEDS_CHROMIUM}`, () => {
  test('waits, turns green at the first sample, and tells what it sees', async () => {
    const { page } = await visit(`${open.url}/#/first-frame`);
    await page.getByText('Waiting for the first sample …').waitFor();
    const code = (await page.locator('.snippet code').textContent()) ?? '';
    expect(code).toContain(`${open.streamUrl}/first-frame-`);
    await run(code);
    await page.locator('.arrival.arrived').getByText('It arrives').waitFor();
    await fact(page, 'Rate').getByText('50 Hz').waitFor();
    await fact(page, 'Acceleration').getByText('m/s², with gravity').waitFor();
    await fact(page, 'Timestamps').getByText('yes').waitFor();
    await fact(page, 'Steps').getByText(STEPS).waitFor();
    await page.getByText('This session has ended.').waitFor();
    const log = page.getByRole('list', { name: 'Frames and answers' });
    await log
      .getByText(/^(< 1|\d+) ms$/)
      .first()
      .waitFor();
    await log.getByText('"accel_z"').first().waitFor();
    // The next run is shown instead.
    const again = run(code);
    await page.getByText('This session has ended.').waitFor({ state: 'detached' });
    await again;
    await fact(page, 'Steps').getByText(STEPS).waitFor();
  });

  test('shows each language, by the mouse and by keys', async () => {
    const { page } = await visit(`${open.url}/#/first-frame`);
    await page.getByRole('tab', { name: 'Python' }).click();
    await page.locator('.snippet', { hasText: 'import websockets' }).waitFor();
    await page.getByText('Needs pip install websockets').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('.snippet', { hasText: 'curl -s' }).waitFor();
  });

  test('puts a token into what is copied, and nowhere else', async () => {
    const expiresAt = Math.floor(Date.now() / 1000) + 600;
    const tokens = { secret: SECRET, issuer: '', audience: '' };
    const token = await createToken({ userId: 'ann', expiresAt }, tokens);
    const { page, context, requests } = await visit(`${asking.url}/#/first-frame`);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    // Without the admin token, what others send is not shown.
    await page.getByLabel('Admin token').fill(ADMIN);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('Waiting for the first sample …').waitFor();
    await page.getByLabel('A token for it').fill(token);
    expect(await page.locator('.snippet code').textContent()).not.toContain(token);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(token);
    await run(copied);
    await fact(page, 'Steps').getByText(STEPS).waitFor();
    expect(requests.filter((url) => url.includes(token))).toEqual([]);
    // The page itself has none to stream with, and says so.
    await page.getByRole('link', { name: 'Console' }).click();
    await page.getByRole('button', { name: 'Walk', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'asks who streams' }).waitFor();
  });

  test('is a chunk of its own, and speaks German to those who ask for it', async () => {
    const { page, requests } = await visit(open.url, { locale: 'de-DE' });
    await page.getByText('Verbunden', { exact: true }).waitFor();
    const before = requests.filter((url) => url.endsWith('.js')).length;
    await page.getByRole('link', { name: 'Erster Frame' }).click();
    await page.getByRole('heading', { name: 'Dein erster Frame' }).waitFor();
    expect(requests.filter((url) => url.endsWith('.js')).length).toBeGreaterThan(before);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await page.getByLabel('Sprache', { exact: true }).selectOption('English');
    await page.getByRole('heading', { name: 'Your first frame' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Your first frame' }).waitFor();
  });
});
