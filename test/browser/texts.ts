import type { Page } from 'playwright-core';

/** What is the same in every language: names, units, and words that German has taken over. */
const SAME =
  /^(Stepstream|tcn-\d|API|CSV|PNG|English|Deutsch|Live|live|Pause|Signal|Frames|Server|Frame|Rate|Start|m\/s²|Hz)$/;

/** All that the page says, to the eye and to the ear, without code and without numbers. */
async function textsOf(page: Page): Promise<Set<string>> {
  const texts = await page.evaluate(() => {
    const said: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, nodeValue } = walker.currentNode;
      if (!parentElement?.closest('code, pre, script, noscript')) said.push(nodeValue ?? '');
    }
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) {
        said.push(element.getAttribute(name) ?? '');
      }
    }
    return said;
  });
  return new Set(texts.map((text) => text.trim()).filter((text) => /\p{L}{3,}/u.test(text)));
}

/**
 * Switches the page to German and tells what it says as before, which nobody has translated.
 *
 * @param own what is no word: names of users, files and sessions
 */
export async function leftInEnglish(page: Page, own: RegExp): Promise<string[]> {
  const before = await textsOf(page);
  await page.locator('.language').selectOption('de');
  await page.locator('html[lang=de]').waitFor();
  await page.getByText('Verbunden', { exact: true }).waitFor();
  const after = await textsOf(page);
  await page.locator('.language').selectOption('en');
  await page.getByText('Connected', { exact: true }).waitFor();
  return [...after].filter((text) => before.has(text) && !SAME.test(text) && !own.test(text));
}
