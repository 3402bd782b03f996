import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { walkingClient } from '@stepstream/testing/walking-client';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { DEFAULT_CONFIG } from 'stepstream';
import { findings, overWidth } from './axe.ts';
import { useBrowser, useServer } from './visit.ts';

// Each looks for faults in six parts of the page, on machines that may be busy.
setDefaultTimeout(180_000);

const server = useServer();
const visit = useBrowser();

async function play(page: Page): Promise<void> {
  await page.getByLabel('Speed').selectOption({ label: 'at once' });
  await page.getByRole('button', { name: 'Walk', exact: true }).click();
  await page.locator('button:enabled', { hasText: 'Save steps' }).waitFor();
}

/** The views that have an address of their own, and what they begin with. */
const VIEWS = [
  ['#/first-frame', 'Your first frame'],
  ['#/report', 'Report'],
  ['#/wall', 'Wall'],
] as const;

const themes = ['light', 'dark'] as const;
const LOOKS: [string, BrowserContextOptions][] = themes.flatMap((colorScheme) => [
  [`360 px, ${colorScheme}`, { viewport: { width: 360, height: 740 }, colorScheme }],
  [`1600 px, ${colorScheme}`, { viewport: { width: 1600, height: 1000 }, colorScheme }],
]);

describe.skipIf(!CHROMIUM)(`every part of the page${NEEDS_CHROMIUM}`, () => {
  test.each(LOOKS)('at %s is accessible, and as wide as the window', async (_, options) => {
    const ann = await walkingClient(`${server.streamUrl}/ann`, 8);
    const { page } = await visit(server.url, options);
    const expectGood = async (part: string) => {
      expect([part, await findings(page)]).toEqual([part, []]);
      const over = await overWidth(page);
      expect([part, over]).toEqual([part, 0]);
    };
    await page.locator('tbody tr', { hasText: 'ann' }).waitFor();
    await expectGood('nothing yet');
    await play(page);
    await page.getByRole('button', { name: 'ann', exact: true }).click();
    await page.getByRole('heading', { name: 'ann' }).waitFor();
    await expectGood('a walk');
    await page.getByRole('button', { name: 'End session …' }).click();
    await page.getByRole('dialog').waitFor();
    await expectGood('a question');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('tab', { name: 'Recording' }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: 'odd.csv',
      mimeType: '',
      buffer: Buffer.from('a,b\n1,2\n'),
    });
    await page.getByRole('alert').waitFor();
    await expectGood('a file that is none');
    await page.getByRole('tab', { name: 'Phone' }).click();
    await expectGood('the way to the phone');
    for (const [hash, heading] of VIEWS) {
      await page.goto(`${server.url}/${hash}`);
      await page.getByRole('heading', { name: heading }).waitFor();
      await expectGood(heading);
    }
    await page.goto(`${server.url}/#phone`);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Counting').waitFor();
    await expectGood('the phone');
    ann.close();
  });

  test('asks nobody but the server for anything', async () => {
    const { page, requests } = await visit(server.url);
    await play(page);
    await page.getByRole('tab', { name: 'Recording' }).click();
    await page.getByRole('tab', { name: 'Phone' }).click();
    await page.goto(`${server.url}/#phone`);
    await page.getByRole('button', { name: 'Start' }).waitFor();
    const hosts = new Set(requests.map((url) => new URL(url).host));
    expect([...hosts]).toEqual([new URL(server.url).host]);
    expect(requests.some((url) => url.includes('/ws/realtime?'))).toBe(true);
    expect(requests.some((url) => url.includes('/console/live'))).toBe(true);
  });

  test('is not moved about while it loads, plays and ends', async () => {
    const { page } = await visit(server.url);
    await page.getByText('Connected', { exact: true }).waitFor();
    await play(page);
    const shifts = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              sum += (entry as never as { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        }),
    );
    // Google's threshold of a good page is 0.1.
    expect(shifts).toBeLessThan(0.05);
  });

  test('can be used by keys alone: to the walk and back, with the focus in sight', async () => {
    // Of the tests before: where there are sessions, they come first.
    server.registry.endAll('terminated');
    const { page } = await visit(server.url);
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.keyboard.press('Tab');
    const views = ['Console', 'First frame', 'Report', 'Wall', 'API', DEFAULT_CONFIG.model];
    for (const view of views) {
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(view);
      await page.keyboard.press('Tab');
    }
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Language');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Synthetic');
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement as Element);
      return `${outlineStyle} ${outlineWidth}`;
    });
    expect(outline).toBe('solid 2px');
    await page.keyboard.press('ArrowRight');
    await page.getByText('Drop recordings anywhere').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Walk', exact: true }).waitFor();
  });
});

describe.skipIf(!CHROMIUM)(`the content security policy${NEEDS_CHROMIUM}`, () => {
  test('lets nothing run, load or be asked that is not the server’s own', async () => {
    const seen = await visit(server.url);
    const { page } = seen;
    await page.getByText('Connected', { exact: true }).waitFor();
    const blocked = await page.evaluate(async (own) => {
      const found: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        found.push(effectiveDirective),
      );
      const add = (tag: string, properties: object) =>
        document.body.append(Object.assign(document.createElement(tag), properties));
      const policy = (window as never as { trustedTypes: TrustedTypes }).trustedTypes;
      add('script', {
        text: policy
          .createPolicy('test', { createScript: (s: string) => s })
          .createScript('window.injected = 1'),
      });
      add('img', { src: 'http://elsewhere.example/pixel.png' });
      add('link', { rel: 'stylesheet', href: 'http://elsewhere.example/style.css' });
      add('iframe', { src: own });
      await fetch('http://elsewhere.example/').catch(() => {});
      try {
        new WebSocket('ws://elsewhere.example/');
      } catch {
        found.push('thrown');
      }
      try {
        document.body.innerHTML = '<b>markup</b>';
      } catch {
        found.push('trusted-types');
      }
      // Violations are told of in tasks of their own.
      while (found.length < 8) await new Promise((resolve) => setTimeout(resolve, 1));
      return { found, injected: 'injected' in window };
    }, server.url);
    seen.complaints.splice(0);
    expect(blocked.injected).toBe(false);
    const expected = ['script-src-elem', 'img-src', 'style-src-elem', 'frame-src', 'connect-src'];
    for (const directive of [...expected, 'trusted-types']) {
      expect(blocked.found).toContain(directive);
    }
  });
});

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScript(text: string): string },
  ): { createScript(text: string): string };
}
