import { demoWalk } from '@stepstream/synthetic';
import type { Page } from 'playwright-core';
import type { StepstreamServer } from 'stepstream';
import { haveTrouble, keepWalking } from './clients.ts';
import { longRecording, study, unreadable } from './files.ts';

/** Where pictures are taken. */
export interface Place {
  /** People stream to it, and phones reach it. */
  readonly server: StepstreamServer;
  /** Nobody has ever streamed to this one, phones don't reach it, and it wants its admin token. */
  readonly quiet: StepstreamServer;
  /** Called when a picture is taken: whom it has streaming leaves. */
  readonly leaving: (() => void)[];
}

/** Brings a page, which shows the console at home, to what a picture is taken of. */
export type Scene = (page: Page, place: Place) => Promise<void>;

/** What is looked at, by name. */
export const SCENES: Record<string, Scene> = {
  empty: async (page, place) => {
    await openQuiet(page, place);
    await page.getByText('Nobody streams yet').waitFor();
  },
  unlock: async (page, { quiet }) => {
    await page.goto(quiet.url);
    await page.getByText('For whoever runs this server').waitFor();
  },
  lost: async (page) => {
    let isCut = false;
    await page.routeWebSocket(/console\/live/, (socket) => {
      if (isCut) return socket.close();
      const upstream = socket.connectToServer();
      upstream.onMessage((message) => socket.send(message));
      setTimeout(() => socket.close({ code: 4000 }), 4000);
      isCut = true;
    });
    await page.reload();
    await page.getByRole('button', { name: 'Try now' }).waitFor();
  },
  home: async (page) => {
    await page.getByRole('button', { name: 'emi' }).waitFor();
  },
  use: consoleInUse,
  more: async (page) => {
    await page.getByText('More', { exact: true }).click();
  },
  refused: async (page) => {
    await recordings(page, [unreadable()]);
    await page.getByRole('alert').waitFor();
  },
  results: async (page) => {
    await recordings(page, study());
    const table = page.getByRole('table', { name: 'Recordings' });
    await table.getByRole('button', { name: 'participant-03.csv' }).waitFor();
    await table.getByRole('button', { name: 'participant-02.csv' }).click();
  },
  long: async (page) => {
    await recordings(page, [longRecording()]);
    await page.locator('button:enabled', { hasText: 'Save steps' }).waitFor({ timeout: 90_000 });
  },
  scan: async (page) => {
    await page.getByRole('tab', { name: 'Phone' }).click();
  },
  'scan-local': async (page, place) => {
    await openQuiet(page, place);
    await page.getByRole('tab', { name: 'Phone' }).click();
  },
  trouble: async (page, { server }) => {
    haveTrouble(server);
    await watch(page, 'gina');
    await page.locator('td', { hasText: 'silent for' }).first().waitFor();
  },
  frames: async (page) => {
    await watch(page, 'emi');
    await page.getByRole('tab', { name: 'Frames' }).click();
    await page.locator('.frame-list li').nth(5).waitFor();
  },
  day: async (page) => {
    await watch(page, 'chiara');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.locator('.bars li').first().waitFor();
  },
  week: async (page, { server }) => {
    await page.goto(`${server.url}/#/users/zoe`);
    await page.getByRole('button', { name: 'Week' }).click();
    await page.locator('.bars.week li').nth(6).waitFor();
  },
  dialog: async (page) => {
    await watch(page, 'chiara');
    await page.getByRole('button', { name: 'End session …' }).click();
  },
  over: async (page, { server }) => {
    const stop = keepWalking(server, ['ida']);
    await watch(page, 'ida');
    await page.waitForTimeout(4000);
    stop();
    await page.getByRole('button', { name: 'End session …' }).click();
    await page.getByRole('button', { name: 'End session', exact: true }).click();
    await page.getByText('This session has ended').waitFor();
  },
  missing: async (page, { server }) => {
    await page.goto(`${server.url}/#/sessions/0b7f6a52-73c1-4f8e-9f0f-5d6c0c7be1aa`);
    await page.getByRole('heading', { name: '0b7f' }).waitFor();
  },
  ended: async (page, { server }) => {
    haveTrouble(server);
    await page.getByRole('tab', { name: 'Ended' }).click();
    await page.getByRole('cell', { name: 'stopped by the client' }).first().waitFor();
  },
  servers: async (page) => {
    await page.getByRole('tab', { name: 'Servers' }).click();
    await page.getByRole('cell', { name: 'web-3' }).first().waitFor();
  },
  'frame-awaited': async (page, { server }) => {
    await page.goto(`${server.url}/#/first-frame`);
    await page.locator('.snippet code').waitFor();
  },
  'first-frame': firstFrame,
  'report-empty': async (page, { server }) => {
    await page.goto(`${server.url}/#/report`);
    await page.getByRole('heading', { name: 'Report' }).waitFor();
  },
  report: async (page, { server }) => {
    await page.goto(`${server.url}/#/report`);
    await page.getByLabel('Choose files').setInputFiles(study());
    await page.getByText('4 recordings').waitFor();
    await page.getByRole('button', { name: 'participant-02.csv' }).click();
  },
  'wall-empty': async (page, place) => {
    await openQuiet(page, place);
    await page.goto(`${place.quiet.url}/#/wall`);
    await page.getByText('No phone yet').waitFor();
  },
  wall: async (page, { server, leaving }) => {
    const phones = ['k3x9', 'a71c', '0fq2', 'zz8p', 'm4ty'].map((name) => `phone-${name}`);
    leaving.push(keepWalking(server, phones));
    await page.goto(`${server.url}/#/wall`);
    await page.waitForTimeout(9000);
  },
  'phone-start': async (page, { server }) => {
    await page.goto(`${server.url}/#phone`);
    await page.reload();
    await page.getByRole('button', { name: /Start/ }).waitFor();
  },
  phone: phoneInUse,
};

/** A walk that was tried out, and somebody watched. */
export async function consoleInUse(page: Page): Promise<void> {
  await page.getByLabel('Speed').selectOption({ label: '4 ×' });
  await page.getByRole('button', { name: 'Walk', exact: true }).click();
  await watch(page, 'chiara');
  await page.getByText('true steps', { exact: false }).first().waitFor();
  await page.getByTestId('difference').filter({ hasText: '±' }).waitFor();
  // The watched session's trace fills from here on.
  await page.waitForTimeout(9000);
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
}

/** A phone that walks. */
export async function phoneInUse(page: Page, { server }: Place): Promise<void> {
  await page.goto(`${server.url}/#phone`);
  await page.reload();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText(/Counting|Zählt/).waitFor();
  const { times, accel } = demoWalk();
  // As it would come, only sooner: a likelihood is told for each frame, and a frame is what 50 ms bring.
  await page.evaluate(
    async ([seconds, values]) => {
      for (const [i, time] of seconds.entries()) {
        const [x = 0, y = 0, z = 0] = values.slice(3 * i, 3 * i + 3);
        const event = new DeviceMotionEvent('devicemotion', {
          accelerationIncludingGravity: { x, y, z },
        });
        Object.defineProperty(event, 'timeStamp', { value: time * 1000 });
        window.dispatchEvent(event);
        if (i % 3 === 2) await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    [[...times.subarray(0, 1100)], [...accel.subarray(0, 3300)]] as const,
  );
  await page.getByTestId('steps').filter({ hasText: /3\d/ }).waitFor();
}

async function firstFrame(page: Page, { server, leaving }: Place): Promise<void> {
  await page.goto(`${server.url}/#/first-frame`);
  const code = await page.locator('.snippet code').textContent();
  const user = /first-frame-\w+/.exec(code ?? '')?.[0] ?? '';
  leaving.push(keepWalking(server, [user]));
  await page.getByText('It arrives').waitFor();
  await page.waitForTimeout(6000);
}

async function openQuiet(page: Page, { quiet }: Place): Promise<void> {
  await page.goto(`${quiet.url}/#token=${quiet.adminToken}`);
  await page.getByText('Connected').waitFor();
}

async function recordings(
  page: Page,
  files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0],
): Promise<void> {
  await page.getByRole('tab', { name: 'Recording' }).click();
  await page.locator('input[type=file]').setInputFiles(files);
}

async function watch(page: Page, user: string): Promise<void> {
  await page.getByRole('button', { name: user }).click();
  await page.getByRole('heading', { name: user }).waitFor();
}
