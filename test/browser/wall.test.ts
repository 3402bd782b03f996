import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { demoFrames, walkingClient } from '@stepstream/testing/walking-client';
import { useBrowser, useServer } from './visit.ts';

setDefaultTimeout(60_000);

const server = useServer();
const visit = useBrowser();

describe.skipIf(!CHROMIUM)(`the wall${NEEDS_CHROMIUM}`, () => {
  test('gives each phone a tile, which flashes at a step and stays when the phone stops', async () => {
    const { page } = await visit(`${server.url}/#/wall`);
    await page.getByText('No phone yet').waitFor();
    const phone = await walkingClient(`${server.streamUrl}/phone-ab12`, 6);
    const nameless = await walkingClient(server.streamUrl, 2);
    const ann = await walkingClient(`${server.streamUrl}/ann`, 2);
    const tiles = page.getByRole('list', { name: 'Phones' }).getByRole('listitem');
    const tile = tiles.filter({ hasText: 'phone-ab12' });
    await tiles.nth(1).waitFor();
    const count = async () => Number(await tile.locator('strong').textContent());
    await tile.locator('.flash').waitFor({ state: 'attached' });
    const before = await count();
    expect(before).toBeGreaterThan(3);
    // Its samples are drawn as they come.
    await phone.ask({ samples: demoFrames().slice(300, 800) });
    await page.waitForFunction(
      (least) => Number(document.querySelector('.tile strong')?.textContent) > least + 5,
      before,
    );
    const isDrawn = () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.tile canvas');
        const { data } =
          canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
        return data?.some((value) => value > 0) ?? false;
      });
    expect(await isDrawn()).toBe(true);
    expect(await tiles.count()).toBe(2);
    phone.send({ action: 'stop' });
    await tile.getByText('has stopped').waitFor();
    expect(await count()).toBeGreaterThan(before + 5);
    const counts = (await tiles.locator('strong').allTextContents()).map(Number);
    const sum = counts.reduce((all, one) => all + one, 0);
    await page.getByText(`${sum} steps together`).waitFor();
    nameless.close();
    ann.close();
  });

  test('does not flash where people want no motion', async () => {
    const phone = await walkingClient(`${server.streamUrl}/phone-cd34`, 6);
    const { page } = await visit(`${server.url}/#/wall`, { reducedMotion: 'reduce' });
    const flash = page.locator('.tile .flash');
    await flash.first().waitFor({ state: 'attached' });
    const animation = await flash.first().evaluate((one) => getComputedStyle(one).animationName);
    expect(animation).toBe('none');
    phone.close();
  });
});
