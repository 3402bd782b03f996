import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import type { Page } from 'playwright-core';
import { type StepstreamServer, startServer } from 'stepstream';
import { PHONE } from './phone-page.ts';
import { useBrowser } from './visit.ts';

setDefaultTimeout(60_000);

const BASE = '/app';
let server: StepstreamServer;
beforeAll(() => {
  server = startServer({ port: 0, logLevel: 'silent', basePath: BASE, admin: 'open' });
});
afterAll(() => server.stop());
const visit = useBrowser();

/** What the browser keeps of the page, by its paths. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });

describe.skipIf(!CHROMIUM)(`the page on a phone that installs it${NEEDS_CHROMIUM}`, () => {
  test('has a manifest below the base path, whose pictures are there', async () => {
    const { page } = await visit(`${server.url}${BASE}/#phone`, PHONE);
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const answer = await fetch(new URL(href ?? '', server.url));
    expect(answer.headers.get('content-type')).toBe('application/manifest+json');
    const manifest = await answer.json();
    expect(manifest).toMatchObject({
      start_url: `${BASE}/#phone`,
      scope: `${BASE}/`,
      display: 'standalone',
    });
    for (const { src, type } of manifest.icons) {
      const { status, headers } = await fetch(new URL(src, server.url));
      expect([src, status, headers.get('content-type')]).toEqual([src, 200, type]);
    }
    // What Chromium says an app lacks to be installed.
    const session = await page.context().newCDPSession(page);
    const { errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
  });

  test('opens without the server, and keeps nothing but its own files', async () => {
    const seen = await visit(`${server.url}${BASE}/#phone`, PHONE);
    const { page, context } = seen;
    await page.getByRole('button', { name: 'Start' }).waitFor();
    const paths = await kept(page);
    expect(paths).toContain(`${BASE}/`);
    expect(
      paths.filter((path) => path !== `${BASE}/` && !path.startsWith(`${BASE}/console/`)),
    ).toEqual([]);
    await page.goto('about:blank');
    await context.setOffline(true);
    await page.goto(`${server.url}${BASE}/#phone`);
    await page.getByRole('button', { name: 'Start' }).waitFor();
    // What the API says comes from the server, or not at all.
    const asked = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'answered',
          () => 'no answer',
        ),
      `${BASE}/health`,
    );
    expect(asked).toBe('no answer');
    seen.complaints.splice(0);
  });

  test('says what a time out of sight costs', async () => {
    const { page } = await visit(`${server.url}${BASE}/#phone`, PHONE);
    await page.getByRole('button', { name: 'Start' }).tap();
    await page.getByText('Counting').waitFor();
    const turn = (state: 'hidden' | 'visible') =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await turn('hidden');
    // The time alone: timers that all ran at once would have the page connect again, and again.
    await page.clock.setSystemTime(Date.now() + 180_000);
    await turn('visible');
    await page.getByText('out of sight for 3 min').waitFor();
  });
});
