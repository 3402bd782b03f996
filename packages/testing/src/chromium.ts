import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where browsers are looked for; Debian's package puts it first. */
const PLACES = [
  process.env['STEPSTREAM_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The browser that pages are tested in, if there is one. */
export const CHROMIUM = PLACES.find((path) => path && existsSync(path));

/** For the name of a test that needs a browser. */
export const NEEDS_CHROMIUM = CHROMIUM
  ? ''
  : ' (skipped: no Chromium; apt-get install chromium, or set STEPSTREAM_CHROMIUM)';

/** Starts the browser. Whoever starts it closes it. */
export function launchChromium(): Promise<Browser> {
  if (!CHROMIUM) throw new Error('there is no Chromium: apt-get install chromium');
  return chromium.launch({
    executablePath: CHROMIUM,
    // Root, as in containers, has no sandbox of its own; the pages are ours.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
