import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { TestClient } from '@stepstream/testing/client';
import { FaultyLink } from '@stepstream/testing/faulty-link';
import { freePort } from '@stepstream/testing/free-port';
import { demoFrames, walkingClient } from '@stepstream/testing/walking-client';
import type { Page } from 'playwright-core';
import { lanAddresses, type StepstreamServer, startServer } from 'stepstream';
import { enginePartsOf } from 'stepstream/internals';
import { leftInEnglish } from './texts.ts';
import { useBrowser } from './visit.ts';

setDefaultTimeout(60_000);

// Before the server's hooks: pages are closed while it is still there.
const visit = useBrowser();
let server: StepstreamServer;
beforeEach(() => {
  server = startServer({ port: 0, logLevel: 'silent' });
});
afterEach(() => server.stop());

const connected = (page: Page) => page.getByText('Connected', { exact: true }).waitFor();
const row = (page: Page, user: string) => page.locator('tbody tr', { hasText: user });
const state = (page: Page, user: string, text: RegExp) =>
  row(page, user).locator('.col-state').filter({ hasText: text });
/** Samples at rest, in g. */
const IN_G = Array.from({ length: 250 }, (_, i) => ({
  timestamp: i / 50,
  accel_x: 0,
  accel_y: 0,
  accel_z: 1 + 0.05 * Math.sin(i / 3),
}));
const STREAM_PATH = '/ws/realtime';
const plot = (page: Page) => page.locator('.watch .plot');

describe.skipIf(!CHROMIUM)(`the live view${NEEDS_CHROMIUM}`, () => {
  test('tells what to do while nobody is there, and shows who comes and goes', async () => {
    const { page } = await visit(server.url);
    await page.getByText('Nobody streams yet').waitFor();
    const ann = await walkingClient(`${server.streamUrl}/ann`, 10);
    await row(page, 'ann').waitFor();
    await row(page, 'ann').locator('.col-steps', { hasText: /^1\d$/ }).waitFor();
    await page.getByRole('list', { name: 'The server, now' }).getByText('1 session').waitFor();
    // One that is lost may come back; one that has stopped is gone.
    ann.close();
    await state(page, 'ann', /^↯?\s*away until \d\d:\d\d:\d\d$/).waitFor();
    const again = await TestClient.connect(`${server.streamUrl}/ann`);
    await state(page, 'ann', /^(live|silent)/).waitFor();
    again.send({ action: 'stop' });
    await page.getByText('Nobody streams now').waitFor();
  });

  test('says nothing of who streams before the server has', async () => {
    const { page, context } = await visit('about:blank');
    await context.routeWebSocket(/console\/live/, () => {});
    await page.goto(server.url);
    await page.getByText('Asking who streams').waitFor();
    expect(await page.getByText('Nobody streams yet').count()).toBe(0);
    expect(await page.getByRole('list', { name: 'The server, now' }).count()).toBe(0);
  });

  test('tells what is wrong with a client: its errors, its unit, its silence', async () => {
    const client = await TestClient.connect(`${server.streamUrl}/gina`);
    const { page } = await visit(server.url);
    await row(page, 'gina').waitFor();
    await client.ask({ samples: IN_G });
    await client.ask({ accel_x: 1 });
    await client.ask('no json');
    await state(page, 'gina', /2 errors, looks like g/).waitFor();
    // Whoever is in trouble comes first.
    const bob = await TestClient.connect(`${server.streamUrl}/bob`);
    await row(page, 'bob').waitFor();
    await page.getByRole('button', { name: 'State' }).click();
    expect(await page.locator('tbody .name').allTextContents()).toEqual(['gina', 'bob']);
    await page.getByRole('button', { name: 'gina' }).click();
    await page.getByTestId('errors').getByText('invalid_json').waitFor();
    await page.getByTestId('errors').getByText('The frame is not JSON.').waitFor();
    await page.getByTestId('hint').getByText('in g').waitFor();
    await state(page, 'bob', /silent for \d+ s/).waitFor();
    expect(await leftInEnglish(page, /^(gina|bob|[\da-f]{8}[\da-f-]*)$/)).toEqual([]);
    client.send({ action: 'stop' });
    bob.send({ action: 'stop' });
  });

  test('of thousands over a slow link tells how many at once, and lists them as they come', async () => {
    const sessions = Array.from({ length: 2000 }, () => server.engine.sessions.open());
    const link = await FaultyLink.start(server.url);
    const url = link.streamUrl.replace('ws:', 'http:').replace(STREAM_PATH, '');
    const { page, requests } = await visit(url);
    const sockets = () => requests.filter((address) => address.startsWith('ws:')).length;
    try {
      await page.locator('table[aria-rowcount="2001"]').waitFor();
      // A list of 450 KB takes longer now than silence that ends a connection.
      link.bytesPerSecond = 40_000;
      link.cut();
      await page.waitForFunction(
        () => Number(document.querySelector('table')?.getAttribute('aria-rowcount')) < 1000,
      );
      await page.getByText('2\u202f000 sessions listed …').waitFor();
      await page.getByRole('list', { name: 'The server, now' }).getByText('2\u202f000').waitFor();
      const before = sockets();
      // Nor is it said of anybody that they don't stream before they can be listed.
      await page.evaluate(() => {
        location.hash = '#/users/zoe';
      });
      await page.locator('.watch', { hasText: 'Asking who streams' }).waitFor();
      await page.locator('table[aria-rowcount="2001"]').waitFor();
      await page.getByText('Not streaming now.').waitFor();
      expect(sockets()).toBe(before);
    } finally {
      await page.close();
      await link.stop();
      for (const session of sessions) session.close();
    }
  });

  test('measures the rate of a device by its own clock, and its cadence', async () => {
    const client = await walkingClient(`${server.streamUrl}/ann`, 10);
    const { page } = await visit(server.url);
    const cadence = row(page, 'ann').locator('.col-cadence');
    await cadence.filter({ hasText: /^1[01]\d$/ }).waitFor();
    await client.ask({ samples: demoFrames().slice(500, 1000) });
    await row(page, 'ann').locator('.col-rate', { hasText: '50' }).waitFor();
    // Nobody knows of a client that is silent how fast it walks.
    await row(page, 'ann').getByText('silent for').waitFor();
    expect(await cadence.textContent()).toBe('–');
    client.close();
  });

  test('shows the trace of a session with its steps, pauses, and follows again', async () => {
    const client = await walkingClient(`${server.streamUrl}/ann`, 4);
    const { page } = await visit(server.url);
    await row(page, 'ann').click();
    await page.getByText('Waiting for samples').waitFor();
    const { hooks } = enginePartsOf(server.engine);
    const [ann] = server.registry.sessions();
    await until(() => hooks.wants('samples', ann?.id ?? ''));
    const frames = demoFrames();
    await client.ask({ samples: frames.slice(200, 800) });
    await plot(page).and(page.locator(':not([data-marks="0"])')).waitFor();
    const marks = async () => Number(await plot(page).getAttribute('data-marks'));
    expect(await marks()).toBeGreaterThan(8);
    const pause = page.locator('.watch').getByRole('button', { name: 'Pause' });
    await pause.click();
    const before = await marks();
    await client.ask({ samples: frames.slice(800, 1200) });
    await row(page, 'ann').locator('.col-steps', { hasText: /^3\d$/ }).waitFor();
    expect(await marks()).toBe(before);
    await page.locator('.watch').getByRole('button', { name: 'Follow' }).click();
    await pause.waitFor();
    client.send({ action: 'stop' });
    await page.getByText('This session has ended.').waitFor();
    // Whole, at the end: what came while it was watched.
    await until(async () => (await marks()) > before);
  });

  test('has a link to who is watched, that shows them again, and a title that tells', async () => {
    const ann = await TestClient.connect(`${server.streamUrl}/ann`);
    const { page } = await visit(server.url);
    await row(page, 'ann').click();
    await page.getByRole('heading', { name: 'ann' }).waitFor();
    expect(page.url()).toEndWith('#/users/ann');
    expect(await page.title()).toBe('● 1 live · Stepstream');
    await page.reload();
    await page.getByRole('heading', { name: 'ann' }).waitFor();
    // On the way through another view, too.
    await page.getByRole('link', { name: 'Report' }).click();
    await page.getByRole('link', { name: 'Console' }).click();
    await page.getByRole('heading', { name: 'ann' }).waitFor();
    expect(page.url()).toEndWith('#/users/ann');
    ann.send({ action: 'stop' });
  });

  test('ends a session after asking', async () => {
    const ann = await TestClient.connect(`${server.streamUrl}/ann`);
    const bob = await TestClient.connect(`${server.streamUrl}/bob`);
    const { page } = await visit(server.url);
    await row(page, 'ann').getByRole('button').press('Enter');
    await page.getByRole('button', { name: 'End session …' }).click();
    const dialog = page.getByRole('dialog', { name: 'End the session of ann?' });
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(server.registry.size).toBe(2);
    await page.getByRole('button', { name: 'End session …' }).click();
    await dialog.getByRole('button', { name: 'End session' }).click();
    expect((await ann.closed).code).toBe(4410);
    await row(page, 'ann').waitFor({ state: 'detached' });
    await row(page, 'bob').waitFor();
    expect(server.registry.size).toBe(1);
    bob.close();
  });

  test('shows a name as text, whatever it is', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const client = await TestClient.connect(`${server.streamUrl}/${encodeURIComponent(name)}`);
    const { page } = await visit(server.url);
    await page.getByRole('button', { name }).click();
    await page.getByRole('heading', { name }).waitFor();
    expect(await page.locator('img[src=x]').count()).toBe(0);
    client.close();
  });

  test('lists 500 sessions and draws a screenful of them', async () => {
    const clients = await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        TestClient.connect(`${server.streamUrl}/user-${String(i).padStart(3, '0')}`),
      ),
    );
    const { page } = await visit(server.url);
    await page.getByRole('list', { name: 'The server, now' }).getByText('500 sessions').waitFor();
    await page.getByRole('button', { name: 'Session', exact: true }).click();
    await row(page, 'user-000').waitFor();
    const drawn = () => page.locator('tbody tr:not(.spacer)').count();
    expect(await drawn()).toBeLessThan(40);
    expect(await page.locator('table').getAttribute('aria-rowcount')).toBe('501');
    await page.locator('.table-frame').evaluate((frame) => {
      frame.scrollTop = frame.scrollHeight;
    });
    await row(page, 'user-499').waitFor();
    expect(await drawn()).toBeLessThan(40);
    await page.getByLabel('Find a user or session').fill('user-25');
    await row(page, 'user-250').waitFor();
    expect(await drawn()).toBe(10);
    for (const client of clients) client.close();
  });

  const [address] = lanAddresses();
  test.skipIf(!address)('from the network is shown with the token, and no other', async () => {
    const open = startServer({ host: '0.0.0.0', port: 0, logLevel: 'silent' });
    const ann = await TestClient.connect(`${open.streamUrl.replace('0.0.0.0', '127.0.0.1')}/ann`);
    const seen = await visit(open.url.replace('0.0.0.0', address ?? ''));
    const { page } = seen;
    await page.getByText('For whoever runs this server').waitFor();
    const unlock = async (token: string) => {
      await page.getByLabel('Admin token').fill(token);
      await page.getByRole('button', { name: 'Show' }).click();
    };
    await unlock('another-token-than-that');
    await page.getByRole('alert').filter({ hasText: 'not the token' }).waitFor();
    expect(await page.getByText('ann').count()).toBe(0);
    await unlock(open.adminToken);
    await row(page, 'ann').click();
    // It ends sessions, too, and outlives a reload of the page, and opens another tab.
    await page.reload();
    await row(page, 'ann').click();
    const tab = await page.context().newPage();
    await tab.goto(page.url());
    await row(tab, 'ann').waitFor();
    // No script can read what the browser knows.
    expect(await tab.evaluate(() => document.cookie + JSON.stringify(sessionStorage))).toBe('{}');
    await tab.close();
    await page.getByRole('button', { name: 'End session …' }).click();
    await page.getByRole('button', { name: 'End session', exact: true }).click();
    expect((await ann.closed).code).toBe(4410);
    // The link that `serve` prints unlocks at once, and leaves no token in the address.
    await page.context().clearCookies();
    await page.goto(`${page.url().replace(/#.*/, '')}#token=${open.adminToken}`);
    await page.reload();
    await page.getByText('Nobody streams now').waitFor();
    expect(page.url()).not.toContain('token');
    // A page that is still open would complain of what it tries next.
    await page.close();
    await open.stop();
    // The browser passes over a header that needs HTTPS, and says so.
    const passedOver = seen.complaints.filter((text) => /Cross-Origin-Opener-Policy/.test(text));
    const lost = seen.complaints.filter((text) => /ERR_CONNECTION_(REFUSED|RESET)/.test(text));
    const wrong = seen.complaints.filter((text) => /401/.test(text));
    expect(wrong).toHaveLength(1);
    expect(seen.complaints.splice(0).length).toBe(passedOver.length + lost.length + 1);
  });

  test('says when the server is lost, and goes on when it is back', async () => {
    await server.stop();
    const port = await freePort();
    server = startServer({ port, logLevel: 'silent' });
    const seen = await visit(server.url);
    const { page } = seen;
    await connected(page);
    const first = await walkingClient(`${server.streamUrl}/ann`, 8);
    await row(page, 'ann').click();
    await first.ask({ samples: demoFrames().slice(400, 600) });
    await plot(page).and(page.locator(':not([data-marks="0"])')).waitFor();
    await server.stop();
    await page.getByText('Connection lost').waitFor();
    expect(await page.title()).toBe('Stepstream');
    // What was last known says of when it is.
    await page
      .locator('.live-head')
      .getByText(/as of \d\d:\d\d:\d\d/)
      .waitFor();
    // What a part of the page needs can't come now, and can later.
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('could not be loaded').waitFor();
    server = startServer({ port, logLevel: 'silent' });
    // The server has lost the session; its user is watched all the same, in the trace of before.
    const ann = await TestClient.connect(`${server.streamUrl}/ann`);
    await connected(page);
    await page.locator('.watch').getByRole('button', { name: 'Try now' }).click();
    await page.locator('.bars').waitFor();
    await page.getByRole('tab', { name: 'Signal' }).click();
    await page.locator('.watch').getByText(ann.sessionId.slice(0, 8)).waitFor();
    expect(await page.locator('.watch').getByText('has ended').count()).toBe(0);
    const before = Number(await plot(page).getAttribute('data-marks'));
    expect(before).toBeGreaterThan(0);
    expect(await page.getByText(/as of/).count()).toBe(0);
    const [session] = server.registry.sessions();
    const { hooks } = enginePartsOf(server.engine);
    await until(() => hooks.wants('samples', session?.id ?? ''));
    ann.send({ action: 'stop' });
    // The browser itself complains of attempts while nobody listened, or not any more; the page has no say in it.
    const attempts = seen.complaints.filter((text) => /ERR_CONNECTION_(REFUSED|RESET)/.test(text));
    expect(seen.complaints.splice(0)).toEqual(attempts);
  });
});

/** Waits until something holds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    if (await holds()) return;
    await Bun.sleep(5);
  }
  throw new Error('it never came about');
}
