import type { Page } from 'playwright-core';

/** What somebody does with the console. */
export interface Use {
  readonly name: string;
  /** Brings the page to where it begins. */
  prepare?(page: Page): Promise<unknown>;
  /** What is done all the while, until it is aborted. Default: looking. */
  act?(
    page: Page,
    until: { readonly signal: AbortSignal; readonly seconds: number },
  ): Promise<void>;
}

/** How long somebody takes from one click or key to the next, in milliseconds. */
const PAUSE_MS = 250;
const FILTER = 'Find a user or session';
/** What ids begin with. */
const DIGITS = ['a', '3', 'f0'];

const heading = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** What is measured, in this order. */
export const USES: readonly Use[] = [
  { name: 'the list, as it changes' },
  { name: 'scrolled', act: (page, { seconds }) => page.evaluate(scrollFor, seconds) },
  {
    name: 'sorted by steps, this way and that',
    act: (page, { signal }) => repeat(signal, () => heading(page, 'Steps').click()),
  },
  {
    name: 'filtered, key by key',
    async act(page, { signal }) {
      await repeat(signal, async () => {
        for (const digits of DIGITS) {
          await page.getByLabel(FILTER).fill(digits);
          await page.waitForTimeout(PAUSE_MS);
        }
        await page.getByLabel(FILTER).fill('');
      });
      await page.getByLabel(FILTER).fill('');
    },
  },
  {
    name: 'one session watched',
    prepare: (page) => page.locator('tbody .name').first().click(),
  },
  {
    name: 'the wall, twelve tiles',
    async prepare(page) {
      await page.getByRole('link', { name: 'Wall' }).click();
      await page.locator('.tile').nth(11).waitFor();
    },
  },
];

async function repeat(signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await act();
    await Bun.sleep(PAUSE_MS);
  }
}

/** Runs in the page: scrolls the list up and down for so long, a row and a half a frame. */
async function scrollFor(seconds: number): Promise<void> {
  const list = document.querySelector('.table-frame');
  if (!list) throw new Error('there is no list');
  const end = performance.now() + 1000 * seconds;
  let speed = 60;
  await new Promise<void>((resolve) => {
    const frame = (now: number) => {
      const before = list.scrollTop;
      list.scrollTop += speed;
      if (list.scrollTop === before) speed = -speed;
      if (now < end) requestAnimationFrame(frame);
      else resolve();
    };
    requestAnimationFrame(frame);
  });
  list.scrollTop = 0;
}
