import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { NodesMessage } from '@stepstream/protocol';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { TestClient } from '@stepstream/testing/client';
import { demoFrames, walkingClient } from '@stepstream/testing/walking-client';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type StepstreamServer, startServer } from 'stepstream';
import { findings, overWidth } from './axe.ts';
import { useBrowser } from './visit.ts';

setDefaultTimeout(90_000);

// Before the server's hooks: pages are closed while it is still there.
const visit = useBrowser();
let server: StepstreamServer;
beforeEach(() => {
  server = startServer({ port: 0, logLevel: 'silent' });
});
afterEach(() => server.stop());

const row = (page: Page, user: string) => page.locator('tbody tr', { hasText: user });
const NARROW: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  colorScheme: 'dark',
};

async function expectGood(page: Page, part: string): Promise<void> {
  expect([part, await findings(page), await overWidth(page)]).toEqual([part, [], 0]);
}

describe.skipIf(!CHROMIUM)(`an operator${NEEDS_CHROMIUM}`, () => {
  test('reads why a session has ended, and the history of its user, also by a link', async () => {
    const ann = await walkingClient(`${server.streamUrl}/ann`, 12);
    const { total_steps: total } = (await ann.ask({ action: 'stop' })) as { total_steps: number };
    expect(total).toBeGreaterThan(10);
    const { page } = await visit(server.url, NARROW);
    await page.getByRole('tab', { name: 'Ended 1' }).click();
    const ended = row(page, 'ann');
    await ended.getByText('stopped by the client').waitFor();
    await ended.getByRole('cell', { name: String(total), exact: true }).waitFor();
    await expectGood(page, 'ended');
    await ended.getByRole('link', { name: 'ann' }).click();
    await page.getByRole('heading', { name: 'ann' }).waitFor();
    await page.getByText('Not streaming now.').waitFor();
    await page.getByText(`with ${total} steps: stopped by the client`).waitFor();
    const sum = page.locator('.history-total', { hasText: String(total) });
    await sum.waitFor();
    expect(await page.locator('.bars.day li').count()).toBeWithin(23, 26);
    await expectGood(page, 'a day');
    // The week has it, too; the one before has nothing.
    await page.getByRole('button', { name: 'Week' }).click();
    await page.locator('.bars.week li').nth(6).waitFor();
    await sum.waitFor();
    // Over a slow link, no day's figures stand under the title of another.
    await page.route('**/users/ann/steps*', () => {});
    await page.getByRole('button', { name: 'Earlier' }).click();
    await sum.waitFor({ state: 'detached' });
    await page.unroute('**/users/ann/steps*');
    await page.getByRole('button', { name: 'Earlier' }).click();
    await page.getByText('No steps were counted then.').waitFor();
    expect(page.url()).toEndWith('#/users/ann');
    // Whoever follows the link sees them as soon as they come.
    const again = await TestClient.connect(`${server.streamUrl}/ann`);
    await page.getByRole('tab', { name: 'Signal' }).waitFor();
    again.close();
  });

  test('sees the frames of whom they watch, and no token', async () => {
    const ann = await TestClient.connect(`${server.streamUrl}/ann`);
    const { page } = await visit(`${server.url}/#/users/ann`);
    await page.getByRole('tab', { name: 'Frames' }).click();
    await page.getByText('Frames appear here').waitFor();
    await ann.ask('no json');
    await ann.ask({ token: 's3cret' });
    await ann.ask({ samples: demoFrames().slice(0, 100) });
    const frames = page.getByRole('list', { name: 'Frames' });
    await frames.getByText('no json', { exact: true }).waitFor();
    await frames.getByText('"code":"invalid_json"').waitFor();
    await frames.getByText('"type":"step_detection"').waitFor();
    const [answer = '', frame = ''] = await frames.getByRole('listitem').allTextContents();
    expect(answer).toContain('step_detection');
    expect(frame).toContain('samples');
    expect(frame.length).toBeLessThan(600);
    expect(await frames.textContent()).not.toContain('s3cret');
    await expectGood(page, 'frames');
    await page.getByRole('button', { name: 'Hold' }).click();
    await ann.ask({ action: 'ping' });
    await page.getByRole('button', { name: 'Go on' }).click();
    await frames.getByText('{"action":"ping"}').waitFor();
    // What is held of one is not shown as another's.
    await page.getByRole('button', { name: 'Hold' }).click();
    const bob = await TestClient.connect(`${server.streamUrl}/bob`);
    await row(page, 'bob').click();
    await page.getByText('Frames appear here').waitFor();
    ann.close();
    bob.close();
  });

  test('sees what was there before they began to watch', async () => {
    const { page } = await visit(server.url);
    await page.getByText('Nobody streams yet').waitFor();
    const ann = await walkingClient(`${server.streamUrl}/ann`, 10);
    await row(page, 'ann').click();
    await page.locator('.watch .plot:not([data-marks="0"])').waitFor();
    const steps = page.locator('.watch .plot[data-marks]');
    expect(Number(await steps.getAttribute('data-marks'))).toBeGreaterThan(8);
    ann.close();
  });

  test('finds sessions first where there are some, and nothing jumps about when they come later', async () => {
    const sections = (page: Page) => page.locator('main > section h2').allTextContents();
    const { page } = await visit(server.url);
    await page.getByText('Nobody streams yet').waitFor();
    expect(await page.locator('.picture').count()).toBe(1);
    const ann = await TestClient.connect(`${server.streamUrl}/ann`);
    await row(page, 'ann').waitFor();
    expect(await sections(page)).toEqual(['Try it', 'Live']);
    expect(await page.locator('.picture').count()).toBe(0);
    await page.reload();
    await row(page, 'ann').waitFor();
    expect(await sections(page)).toEqual(['Live', 'Try it']);
    // What the detector is, one click away.
    const card = await page.getByRole('link', { name: /^tcn-/ }).getAttribute('href');
    const response = await fetch(new URL(card ?? '', server.url));
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('tcn-'),
    ]);
    ann.close();
  });

  test('of a cluster sees its servers, and the sessions of one of them', async () => {
    const ann = await TestClient.connect(`${server.streamUrl}/ann`);
    const { page, context } = await visit('about:blank', NARROW);
    // The servers that a cluster would tell; the real ones are told in the tests of the cluster.
    const told: NodesMessage = {
      type: 'nodes',
      alone_since: 1e9,
      nodes: (['ready', 'draining', 'gone'] as const).map((state, i) => ({
        ...{ id: `node-${i}`, name: `web-${i}`, state, sessions: 2 - i, requests: 10 },
        ...{ started_at: 1e9, heard_at: 1e9, is_here: i === 0 },
      })),
    };
    await context.routeWebSocket(/console\/live/, (socket) => {
      const upstream = socket.connectToServer();
      upstream.onMessage((message) => {
        socket.send(message);
        if (String(message).startsWith('{"type":"ended"')) socket.send(JSON.stringify(told));
      });
    });
    await page.goto(server.url);
    await page.getByRole('tab', { name: 'Servers 3' }).click();
    await row(page, 'web-0').getByText('this one').waitFor();
    await row(page, 'web-1').getByText('draining').waitFor();
    await row(page, 'web-2').getByText('gone since').waitFor();
    await page.getByText('Redis has not answered since').waitFor();
    await expectGood(page, 'servers');
    await row(page, 'web-1').getByRole('button').click();
    await page.getByText('On web-1 only').waitFor();
    expect(await row(page, 'ann').count()).toBe(0);
    await page.getByRole('button', { name: 'Show all' }).click();
    await row(page, 'ann').waitFor();
    ann.close();
  });
});
