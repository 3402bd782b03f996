import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '@stepstream/testing/chromium';
import type { Browser } from 'playwright-core';
import { startServer } from 'stepstream';
import { haveTrouble, keepWalking } from './screenshots/clients.ts';
import { allLooks, type Look, narrow, PAGE } from './screenshots/looks.ts';
import { pretendMore, pretendNetwork } from './screenshots/pretend.ts';
import { consoleInUse, type Place, phoneInUse, SCENES, type Scene } from './screenshots/scenes.ts';

/**
 * `npm run screenshots`: takes the pictures of the console that the documents show. With a folder,
 * `npm run screenshots -- FOLDER`, takes them at all widths and in both themes, and in German at two, to be looked at;
 * with names of scenes or looks behind it (`wall`, `360-dark`), those alone.
 */
const DOCS = fileURLToPath(new URL('../', import.meta.url));
/** Looks that are taken at a time; each has servers of its own. */
const AT_ONCE = 2;
/** People who stream while the pictures are taken. */
const USERS = ['ann', 'bilal', 'chiara', 'david', 'emi', 'frank', 'grete', 'hugo'];

const [folder, ...wanted] = process.argv.slice(2);
const browser = await launchChromium();
try {
  if (folder === undefined) await takeForDocuments();
  else await takeAll(folder);
} finally {
  await browser.close();
}

async function takeForDocuments(): Promise<void> {
  await withServers(async (place) => {
    await shoot(browser, place, PAGE, consoleInUse, join(DOCS, 'console.png'));
    await shoot(browser, place, narrow('dark'), phoneInUse, join(DOCS, 'console-phone.png'));
  });
}

async function takeAll(into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  const chosen = <T>(all: readonly T[], nameOf: (one: T) => string) => {
    const some = all.filter((one) => wanted.includes(nameOf(one)));
    return some.length > 0 ? some : all;
  };
  const scenes = chosen(Object.entries(SCENES), ([name]) => name);
  const looks = chosen(allLooks(), ({ name }) => name).values();
  const takeSome = async () => {
    for (const look of looks) {
      await withServers(async (place) => {
        haveTrouble(place.server);
        for (const [name, scene] of scenes) {
          const path = join(into, `${name}-${look.name}.png`);
          // One that fails must not cost the others.
          await shoot(browser, place, look, scene, path, true).catch((error: unknown) => {
            console.error(path, error);
            process.exitCode = 1;
          });
        }
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeSome));
}

/** Calls back with a server that people stream to, and one that nobody does. */
async function withServers(take: (place: Place) => Promise<void>): Promise<void> {
  const common = { port: 0, logLevel: 'silent' } as const;
  const server = startServer(common);
  const quiet = startServer({ ...common, admin: 'token' });
  const leave = keepWalking(server, USERS);
  try {
    await take({ server, quiet, leaving: [] });
  } finally {
    leave();
    await Promise.all([server.stop(), quiet.stop()]);
  }
}

async function shoot(
  chromium: Browser,
  place: Place,
  { options, isGerman = false }: Look,
  scene: Scene,
  path: string,
  fullPage = false,
): Promise<void> {
  const context = await chromium.newContext(options);
  const page = await context.newPage();
  if (fullPage) await Promise.all([pretendMore(page), pretendNetwork(page, place.server.url)]);
  await page.goto(place.server.url);
  await page.getByText('Connected').waitFor();
  // A view that has no switch speaks what was chosen before.
  if (isGerman && path.includes('phone')) {
    await page.evaluate(() => localStorage.setItem('stepstream-language', 'de'));
  }
  await scene(page, place);
  const language = page.locator('.language');
  if (isGerman && (await language.count()) > 0) {
    await language.selectOption('de');
    await page.locator('html[lang=de]').waitFor();
  }
  await page.screenshot({ path, fullPage });
  for (const leave of place.leaving.splice(0)) leave();
  await context.close();
  console.log(path);
}
