import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoWalk } from '@stepstream/synthetic';
import { launchChromium } from '@stepstream/testing/chromium';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type StepstreamServer, startServer } from 'stepstream';

/**
 * `npm run screenshots`: takes the pictures of the console that the documents show. With a folder,
 * `npm run screenshots -- FOLDER`, takes them at all widths and in both themes, to be looked at.
 */
const DOCS = fileURLToPath(new URL('../', import.meta.url));

/** A way to look at the page. */
interface Look {
  readonly name: string;
  readonly options: BrowserContextOptions;
}

const WIDE = { width: 1600, height: 1130 };
/** As wide as a page of documents shows it. */
const PAGE = { width: 1120, height: 900 };
const NARROW = { width: 360, height: 740 };

const look = (name: string, options: BrowserContextOptions): Look => ({ name, options });
const wide = (theme: 'light' | 'dark') =>
  look(`wide-${theme}`, { viewport: WIDE, colorScheme: theme });
const narrow = (theme: 'light' | 'dark') =>
  look(`narrow-${theme}`, {
    viewport: NARROW,
    colorScheme: theme,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });

/** People who stream while the pictures are taken. */
const USERS = ['ann', 'bilal', 'chiara', 'david', 'emi', 'frank', 'grete', 'hugo'];

const folder = process.argv[2];
const server = startServer({ port: 0, logLevel: 'silent' });
const leave = keepWalking(server, USERS);
const browser = await launchChromium();
try {
  if (folder === undefined) {
    const page = look('page', { viewport: PAGE, colorScheme: 'light' });
    await shoot(browser, page, consoleInUse, join(DOCS, 'console.png'));
    await shoot(browser, narrow('dark'), phoneInUse, join(DOCS, 'console-phone.png'));
  } else {
    await mkdir(folder, { recursive: true });
    for (const one of [wide('light'), wide('dark'), narrow('light'), narrow('dark')]) {
      for (const [name, scene] of Object.entries(SCENES())) {
        await shoot(browser, one, scene, join(folder, `${name}-${one.name}.png`), true);
      }
    }
  }
} finally {
  await browser.close();
  leave();
  await server.stop();
}

type Scene = (page: Page) => Promise<void>;

function SCENES(): Record<string, Scene> {
  return {
    empty: async (page) => {
      await page.getByText('Press Walk', { exact: true }).waitFor();
    },
    use: consoleInUse,
    dialog: async (page) => {
      await watch(page, 'chiara');
      await page.getByRole('button', { name: 'End session …' }).click();
    },
    recording: async (page) => {
      await page.getByRole('tab', { name: 'Recording' }).click();
      await page.locator('input[type=file]').setInputFiles({
        name: 'holiday.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('time,ax,ay,az\n1,2,3,4\n'),
      });
      await page.getByRole('alert').waitFor();
    },
    scan: async (page) => {
      await page.getByRole('tab', { name: 'Phone' }).click();
    },
    phone: phoneInUse,
  };
}

async function consoleInUse(page: Page): Promise<void> {
  await page.getByLabel('Speed').selectOption({ label: '4 ×' });
  await page.getByRole('button', { name: 'Walk', exact: true }).click();
  await watch(page, 'chiara');
  await page.getByText('true steps', { exact: false }).first().waitFor();
  await page.getByTestId('difference').filter({ hasText: '±' }).waitFor();
  // The watched session's trace fills from here on.
  await page.waitForTimeout(9000);
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
}

async function phoneInUse(page: Page): Promise<void> {
  await page.goto(`${server.url}/#phone`);
  await page.reload();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText('Counting').waitFor();
  const { times, accel } = demoWalk();
  await page.evaluate(
    ([seconds, values]) => {
      seconds.forEach((time, i) => {
        const [x = 0, y = 0, z = 0] = values.slice(3 * i, 3 * i + 3);
        const event = new DeviceMotionEvent('devicemotion', {
          accelerationIncludingGravity: { x, y, z },
        });
        Object.defineProperty(event, 'timeStamp', { value: time * 1000 });
        window.dispatchEvent(event);
      });
    },
    [[...times.subarray(0, 1100)], [...accel.subarray(0, 3300)]] as const,
  );
  await page.getByTestId('steps').filter({ hasText: /3\d/ }).waitFor();
}

async function watch(page: Page, user: string): Promise<void> {
  await page.getByRole('button', { name: user }).click();
  await page.getByRole('heading', { name: user }).waitFor();
}

async function shoot(
  chromium: Browser,
  { options }: Look,
  scene: Scene,
  path: string,
  fullPage = false,
): Promise<void> {
  const context = await chromium.newContext(options);
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByText('Connected').waitFor();
  await scene(page);
  await page.screenshot({ path, fullPage });
  await context.close();
  console.log(path);
}

/** Has users stream a walk, over and over, until the returned function is called. */
function keepWalking({ streamUrl }: StepstreamServer, users: readonly string[]): () => void {
  const { times, accel, gyro } = demoWalk();
  const stops = users.map((user, k) => {
    const socket = new WebSocket(`${streamUrl}/${user}`);
    let i = 150 + 37 * k;
    const timer = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      const at = 3 * (i++ % times.length);
      const [ax, ay, az] = accel.subarray(at, at + 3);
      const [gx, gy, gz] = gyro.subarray(at, at + 3);
      const moved = { accel_x: ax, accel_y: ay, accel_z: az };
      const turned = { gyro_x: gx, gyro_y: gy, gyro_z: gz };
      socket.send(JSON.stringify({ timestamp: i / 50, ...moved, ...turned }));
    }, 20);
    return () => {
      clearInterval(timer);
      socket.close();
    };
  });
  return () => {
    for (const stop of stops) stop();
  };
}
