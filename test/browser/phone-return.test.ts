import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { FaultyLink } from '@stepstream/testing/faulty-link';
import { aWalk, type Row, rows } from '@stepstream/testing/stream';
import type { Page } from 'playwright-core';
import { type StepstreamServer, startServer } from 'stepstream';
import { asSent, counted, move, PHONE, shows, start, steps, timeOrigin } from './phone-page.ts';
import { useBrowser } from './visit.ts';

setDefaultTimeout(60_000);

const WALK = rows(
  aWalk({
    amplitude: 1.3,
    seed: 5,
    segments: [
      { activity: 'standing', seconds: 3 },
      { activity: 'walking', seconds: 30, cadence: 112 },
      { activity: 'standing', seconds: 3 },
    ],
  }),
);
/** Up to 12 s, and from 22 s on: between them the person walks on. */
const [FIRST, SECOND, THIRD] = [WALK.slice(0, 600), WALK.slice(600, 1100), WALK.slice(1100)];
const REST = [...SECOND, ...THIRD];

let server: StepstreamServer;
beforeAll(() => {
  server = startServer({ port: 0, logLevel: 'silent' });
});
afterAll(() => server.stop());

async function beginWalk(page: Page): Promise<void> {
  await start(page).tap();
  await page.getByText('Counting').waitFor();
}

describe.skipIf(!CHROMIUM)(`the phone page loses no step${NEEDS_CHROMIUM}`, () => {
  const visit = useBrowser();

  test('over an outage of ten seconds', async () => {
    const link = await FaultyLink.start(server.url);
    const address = link.streamUrl.replace('ws:', 'http:').replace('/ws/realtime', '');
    const seen = await visit(`${address}/#phone`, PHONE);
    const { page } = seen;
    try {
      await beginWalk(page);
      const origin = await timeOrigin(page);
      await move(page, FIRST);
      link.refusing = true;
      link.cut();
      await page.getByText('Connection lost').waitFor();
      await move(page, SECOND);
      link.refusing = false;
      await page.getByText('Counting').waitFor();
      await move(page, THIRD);
      await shows(page, counted(asSent(WALK, origin)));
      expect(server.registry.size).toBe(1);
      await page.getByRole('button', { name: 'Stop' }).tap();
      await page.getByText('Stopped').waitFor();
    } finally {
      await page.close();
      await link.stop();
    }
    const attempts = seen.complaints.filter((text) => /WebSocket connection/.test(text));
    expect(seen.complaints.splice(0)).toEqual(attempts);
  });

  test('over a reload, with samples that were still on their way', async () => {
    const { page } = await visit(`${server.url}/#phone`, PHONE);
    await beginWalk(page);
    const before = await timeOrigin(page);
    await move(page, FIRST);
    await page.reload();
    await page.getByText('Counting').waitFor();
    const after = await timeOrigin(page);
    await move(page, REST);
    await shows(page, counted([...asSent(FIRST, before), ...asSent(REST, after)]));
    expect(server.registry.size).toBe(1);
  });

  test('when the user goes to another page and comes back', async () => {
    const { page } = await visit(`${server.url}/#phone`, PHONE);
    await beginWalk(page);
    const before = await timeOrigin(page);
    await move(page, FIRST);
    await page.goto(`${server.url}/docs`);
    await page.goBack();
    await page.getByText('Counting').waitFor();
    const after = await timeOrigin(page);
    await move(page, REST);
    await shows(page, counted([...asSent(FIRST, before), ...asSent(REST, after)]));
  });

  test('and begins anew only when it was stopped', async () => {
    const { page } = await visit(`${server.url}/#phone`, PHONE);
    await beginWalk(page);
    await move(page, FIRST);
    await steps(page).filter({ hasText: /^1\d$/ }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).tap();
    await page.getByText('Stopped').waitFor();
    await page.reload();
    await page.getByText('Ready').waitFor();
    await shows(page, 0);
  });

  test('when the browser freezes the page and thaws it again', async () => {
    const { page } = await visit(`${server.url}/#phone`, PHONE);
    // Chromium freezes no page that must not be stored, so it is told what it would be told.
    const tell = (type: string) =>
      page.evaluate((name) => {
        window.dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
      }, type);
    await beginWalk(page);
    await move(page, FIRST);
    await tell('pagehide');
    await page.getByText('Connection lost').waitFor();
    await tell('pageshow');
    await page.getByText('Counting').waitFor();
    const later = REST.map(([time, x, y, z]): Row => [time + 5, x, y, z]);
    await move(page, later);
    await shows(page, counted(asSent([...FIRST, ...later], await timeOrigin(page))));
  });
});
