import type { Page } from 'playwright-core';

/** Chooses a file as a recording. */
export async function choose(
  page: Page,
  name: string,
  content: string | Uint8Array,
): Promise<void> {
  await page.getByRole('tab', { name: 'Recording' }).click();
  const buffer = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer });
}

export const plot = (page: Page) => page.locator('.run-view .plot');
export const readout = (page: Page, text: RegExp) =>
  page.locator('.run-view .readout').filter({ hasText: text });
export const steps = (page: Page) => page.getByTestId('steps');
/** Waits until the run is over, as far as one can see. */
export const over = (page: Page) =>
  page.locator('button:enabled', { hasText: 'Save steps' }).waitFor();

/** Drops files on a part of the page. */
export async function dropOn(
  page: Page,
  selector: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  const encoded = Object.entries(files).map(
    ([name, content]) => [name, Buffer.from(content).toString('base64')] as const,
  );
  const dataTransfer = await page.evaluateHandle((named) => {
    const data = new DataTransfer();
    for (const [name, base64] of named) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, encoded);
  await page.dispatchEvent(selector, 'drop', { dataTransfer });
}
