import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoWalk } from '@stepstream/synthetic';
import { launchChromium } from '@stepstream/testing/chromium';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type StepstreamServer, startServer } from 'stepstream';

/**
 * `npm run screenshots`: takes the pictures of the console that the documents show. With a folder,
 * `npm run screenshots -- FOLDER`, takes them at all widths and in both themes, and in German at two, to be looked at;
 * with the names of scenes behind it, those alone.
 */
const DOCS = fileURLToPath(new URL('../', import.meta.url));

/** A way to look at the page. */
interface Look {
  readonly name: string;
  readonly options: BrowserContextOptions;
  /** Whether the page speaks German in it. */
  readonly isGerman?: boolean;
}

/** As wide as a page of documents shows it. */
const PAGE = { width: 1120, height: 900 };
const NARROW = { width: 360, height: 740 };

const look = (name: string, options: BrowserContextOptions): Look => ({ name, options });
/** Windows of people: a tablet, a laptop, a large screen. */
const SIZES = [
  [768, 1024],
  [1280, 800],
  [1920, 1080],
] as const;
const windows = (theme: 'light' | 'dark') =>
  SIZES.map(([width, height]) =>
    look(`${width}-${theme}`, { viewport: { width, height }, colorScheme: theme }),
  );
const narrow = (theme: 'light' | 'dark') =>
  look(`360-${theme}`, {
    viewport: NARROW,
    colorScheme: theme,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });

const inGerman = ({ name, options }: Look = narrow('light')): Look => ({
  name: `${name}-de`,
  options,
  isGerman: true,
});

/** Steps of somebody's day, by the hour, and of their week. */
const HOURS = [
  ...[0, 0, 0, 0, 0, 0, 120, 1840, 960, 210, 180, 340],
  ...[1420, 260, 150, 190, 420, 2210, 1310, 480, 90, 40, 0, 0],
];
const DAYS = [8420, 10_212, 6310, 12_904, 9120, 0, 0];
/** Servers of a cluster: one goes away, one has gone. */
const NOW = Date.now() / 1000;
const SERVERS = {
  type: 'nodes',
  alone_since: null,
  nodes: (['ready', 'ready', 'draining', 'gone'] as const).map((state, i) => ({
    ...{ id: `a7e3f0${i}c`, name: `web-${i + 1} (${4100 + 7 * i})`, state },
    ...{ sessions: state === 'gone' ? 0 : 3121 - 900 * i, requests: 1e6, is_here: i === 0 },
    ...{ started_at: NOW - 86_400 * (4 - i), heard_at: NOW - (state === 'gone' ? 70 : 0) },
  })),
};

/** People who stream while the pictures are taken. */
const USERS = ['ann', 'bilal', 'chiara', 'david', 'emi', 'frank', 'grete', 'hugo'];

const [folder, ...wanted] = process.argv.slice(2);
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
    const looks = (['light', 'dark'] as const).flatMap((theme) => [
      narrow(theme),
      ...windows(theme),
    ]);
    looks.push(inGerman(narrow('light')), inGerman(windows('light')[1]));
    for (const one of looks) {
      haveTrouble(server);
      for (const [name, scene] of Object.entries(SCENES())) {
        if (wanted.length > 0 && !wanted.includes(name)) continue;
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
    trouble: async (page) => {
      await watch(page, 'gina');
      await page.locator('td', { hasText: 'silent for' }).first().waitFor();
    },
    dialog: async (page) => {
      await watch(page, 'chiara');
      await page.getByRole('button', { name: 'End session …' }).click();
    },
    ended: async (page) => {
      await page.getByRole('tab', { name: 'Ended' }).click();
      await page.getByRole('cell', { name: 'stopped by the client' }).first().waitFor();
    },
    servers: async (page) => {
      await page.getByRole('tab', { name: 'Servers' }).click();
      await page.getByRole('cell', { name: 'web-3' }).first().waitFor();
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
    week: async (page) => {
      await page.goto(`${server.url}/#/users/zoe`);
      await page.getByRole('button', { name: 'Week' }).click();
      await page.locator('.bars.week li').nth(6).waitFor();
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
    more: async (page) => {
      await page.getByText('More', { exact: true }).click();
    },
    'first-frame': firstFrame,
    report: reportInUse,
    wall: wallInUse,
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

async function firstFrame(page: Page): Promise<void> {
  await page.goto(`${server.url}/#/first-frame`);
  const code = await page.locator('.snippet code').textContent();
  const user = /first-frame-\w+/.exec(code ?? '')?.[0] ?? '';
  const stop = keepWalking(server, [user]);
  await page.getByText('It arrives').waitFor();
  await page.waitForTimeout(6000);
  stop();
}

async function reportInUse(page: Page): Promise<void> {
  await page.goto(`${server.url}/#/report`);
  const { times, accel, steps } = demoWalk();
  const table = Array.from(times, (time, i) => [time, ...accel.subarray(3 * i, 3 * i + 3)].join());
  const file = (name: string, lines: readonly (string | number)[]) => ({
    ...{ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) },
  });
  const known = steps.map(({ timestamp }) => timestamp);
  const recordings = ['participant-01', 'participant-02', 'participant-03'].flatMap((name, i) => [
    file(`${name}.csv`, ['timestamp,accel_x,accel_y,accel_z', ...table]),
    file(`${name}.steps.csv`, ['timestamp', 1, ...known.slice(0, known.length - i)]),
  ]);
  const odd = file('north-east-down.csv', ['when,north,east,down', ...table]);
  await page.getByLabel('Choose files').setInputFiles([...recordings, odd]);
  await page.getByText('4 recordings').waitFor();
  await page.getByRole('button', { name: 'participant-02.csv' }).click();
}

async function wallInUse(page: Page): Promise<void> {
  const phones = ['k3x9', 'a71c', '0fq2', 'zz8p', 'm4ty'].map((name) => `phone-${name}`);
  const stop = keepWalking(server, phones);
  await page.goto(`${server.url}/#/wall`);
  await page.waitForTimeout(9000);
  stop();
}

async function phoneInUse(page: Page): Promise<void> {
  await page.goto(`${server.url}/#phone`);
  await page.reload();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText(/Counting|Zählt/).waitFor();
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
  { options, isGerman = false }: Look,
  scene: Scene,
  path: string,
  fullPage = false,
): Promise<void> {
  const context = await chromium.newContext(options);
  const page = await context.newPage();
  if (fullPage) await pretendMore(page);
  await page.goto(server.url);
  await page.getByText('Connected').waitFor();
  // A view that has no switch speaks what was chosen before.
  if (isGerman && scene === phoneInUse) {
    await page.evaluate(() => localStorage.setItem('stepstream-language', 'de'));
  }
  await scene(page);
  const language = page.locator('.language');
  if (isGerman && (await language.count()) > 0) {
    await language.selectOption('de');
    await page.locator('html[lang=de]').waitFor();
  }
  await page.screenshot({ path, fullPage });
  await context.close();
  console.log(path);
}

/** Has the page see what this server alone can't show: others beside it, and days that have passed. */
async function pretendMore(page: Page): Promise<void> {
  await page.routeWebSocket(/console\/live/, (socket) => {
    const upstream = socket.connectToServer();
    upstream.onMessage((message) => {
      socket.send(message);
      if (String(message).startsWith('{"type":"ended"')) socket.send(JSON.stringify(SERVERS));
    });
  });
  await page.route(/\/users\/.*\/steps/, async (route) => {
    const { data, ...rest } = await (await route.fetch()).json();
    const walked = (data as { start_time: string; count: number }[]).map((bar, i) => {
      const count = data.length > 7 ? (HOURS[i % 24] ?? 0) : (DAYS[i] ?? 0);
      return { ...bar, count };
    });
    const total = walked.reduce((sum, { count }) => sum + count, 0);
    await route.fulfill({ json: { ...rest, data: walked, total } });
  });
}

/** Has users come whose clients do something wrong: units, frames, silence, a lost connection. */
function haveTrouble({ streamUrl }: StepstreamServer): void {
  const gina = new WebSocket(`${streamUrl}/gina`);
  const inG = Array.from({ length: 250 }, (_, i) => ({
    ...{ timestamp: i / 50, accel_x: 0, accel_y: 0, accel_z: 1 + 0.05 * Math.sin(i / 3) },
  }));
  gina.onopen = () => {
    gina.send(JSON.stringify({ samples: inG }));
    for (let i = 0; i < 12; i++) gina.send('{"accel_x":1}');
  };
  new WebSocket(`${streamUrl}/silent-bob`).onopen = () => {};
  const ivo = new WebSocket(`${streamUrl}/ivo`);
  ivo.onopen = () => ivo.close();
  for (const user of ['zoe', 'yusuf', 'xenia', 'somebody-with-a-rather-long-name@example.org']) {
    const socket = new WebSocket(`${streamUrl}/${user}`);
    socket.onopen = () => socket.send('{"action":"stop"}');
  }
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
