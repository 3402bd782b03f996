import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { startReverseProxy } from '@stepstream/testing/reverse-proxy';
import { startServer } from 'stepstream';
import { useBrowser } from './visit.ts';

setDefaultTimeout(60_000);

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});
const visit = useBrowser();

describe.skipIf(!CHROMIUM)(`under a base path${NEEDS_CHROMIUM}`, () => {
  test.each(['keeps', 'strips'] as const)(
    'the console walks and shows sessions behind a proxy that %s it',
    async (handling) => {
      const path = '/tools/steps';
      // The proxy of this test lets nobody in but the test.
      const server = startServer({ port: 0, logLevel: 'silent', basePath: path, admin: 'open' });
      const proxy = await startReverseProxy(server.url, path, handling);
      cleanUps.push(
        () => proxy.close(),
        () => server.stop(),
      );

      const { page, requests } = await visit(proxy.url);
      await page.getByText('Connected').waitFor();
      await page.getByText('/tools/steps/ws/realtime').waitFor();
      await page.getByLabel('Speed').selectOption({ label: 'at once' });
      await page.getByRole('button', { name: 'Walk', exact: true }).click();
      await page.locator('button:enabled', { hasText: 'Save steps' }).waitFor();
      // The part that reads recordings is loaded when it is needed.
      await page.getByRole('tab', { name: 'Recording' }).click();
      const buffer = Buffer.from('time,ax,ay,az\n1,2,3,4\n');
      const file = { name: 'a.csv', mimeType: '', buffer };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByRole('alert').waitFor();
      const icon = page.locator('img[src$="icon.svg"]');
      expect(await icon.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(
        0,
      );

      await page.goto(`${proxy.url}/#phone`);
      await page.reload();
      await page.getByRole('button', { name: 'Start' }).waitFor();
      await page.getByRole('link', { name: 'Console' }).click();
      await page.getByText('Connected').waitFor();

      expect(requests.length).toBeGreaterThan(6);
      for (const url of requests) expect(new URL(url).pathname).toStartWith('/tools/steps');
      expect(proxy.strays.filter((path) => path !== '/favicon.ico')).toEqual([]);
    },
  );
});
