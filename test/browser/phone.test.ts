import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM, NEEDS_CHROMIUM } from '@stepstream/testing/chromium';
import { freePort } from '@stepstream/testing/free-port';
import { aWalk, type Row, rows } from '@stepstream/testing/stream';
import { lanAddresses, selfSignedCertificate, startServer } from 'stepstream';
import { asSent, counted, move, PHONE, shows, start, steps, timeOrigin } from './phone-page.ts';
import { useBrowser, useServer } from './visit.ts';

setDefaultTimeout(60_000);

const server = useServer();
const visit = useBrowser();

const phone = async () => visit(`${server.url}/#phone`, PHONE);
describe.skipIf(!CHROMIUM)(`this phone${NEEDS_CHROMIUM}`, () => {
  test('counts its own motion after one tap, and keeps the count when it stops', async () => {
    const { page } = await phone();
    await start(page).tap();
    await page.getByText('Counting').waitFor();
    const walk = rows(aWalk({ amplitude: 1.3, seed: 5 }));
    const expected = counted(asSent(walk, await timeOrigin(page)));
    expect(expected).toBeGreaterThan(30);
    await move(page, walk);
    await shows(page, expected);
    expect([...server.registry.sessions()][0]?.userId).toMatch(/^phone-\w+$/);
    await page.getByRole('button', { name: 'Stop' }).tap();
    await page.getByText('Stopped').waitFor();
    expect(await steps(page).textContent()).toBe(String(expected));
    expect(server.registry.size).toBe(0);
  });

  test('shakes at each step, if wanted', async () => {
    const { page } = await phone();
    await page.evaluate(() => {
      Object.assign(window, { shakes: 0 });
      navigator.vibrate = () => {
        Object.assign(window, { shakes: (window as never as { shakes: number }).shakes + 1 });
        return true;
      };
    });
    const shakes = () => page.evaluate(() => (window as never as { shakes: number }).shakes);
    await start(page).tap();
    await page.getByText('Counting').waitFor();
    const walk = rows(aWalk({ amplitude: 1.3, seed: 5 }));
    await move(page, walk.slice(0, 500));
    await steps(page)
      .filter({ hasText: /^[1-9]\d*$/ })
      .waitFor();
    expect(await shakes()).toBeGreaterThan(0);
    await page.getByLabel('Vibrate at each step').uncheck();
    const before = await shakes();
    const count = Number(await steps(page).textContent());
    await move(page, walk.slice(500, 1000));
    await page.waitForFunction(
      (least) => Number(document.querySelector('[data-testid=steps]')?.textContent) > least,
      count + 5,
    );
    expect(await shakes()).toBe(before);
  });

  test('goes on counting after the server was away', async () => {
    const port = await freePort();
    const other = startServer({ port, logLevel: 'silent' });
    const seen = await visit(`${other.url}/#phone`, PHONE);
    const { page } = seen;
    await start(page).tap();
    await page.getByText('Counting').waitFor();
    const walk = rows(aWalk({ amplitude: 1.3, seed: 5 }));
    const later = walk.map(([time, x, y, z]): Row => [time + 60, x, y, z]);
    const origin = await timeOrigin(page);
    await move(page, walk);
    await shows(page, counted(asSent(walk, origin)));
    await other.stop();
    await page.getByText('Connection lost').waitFor();
    const again = startServer({ port, logLevel: 'silent' });
    await page.getByText('Counting').waitFor();
    await move(page, later);
    await shows(page, counted(asSent([...walk, ...later], origin)));
    await page.getByRole('button', { name: 'Stop' }).tap();
    await page.getByText('Stopped').waitFor();
    await page.close();
    await again.stop();
    const attempts = seen.complaints.filter((text) => /ERR_CONNECTION_(REFUSED|RESET)/.test(text));
    expect(seen.complaints.splice(0)).toEqual(attempts);
  });

  test('asks for permission where the browser has one to give, and says when it was refused', async () => {
    const { page } = await phone();
    await page.evaluate(() => {
      Object.assign(DeviceMotionEvent, { requestPermission: async () => 'denied' });
    });
    await start(page).tap();
    expect(await page.getByRole('alert').textContent()).toContain('Motion was not allowed');
    expect(server.registry.size).toBe(0);
    await page.evaluate(() => {
      Object.assign(DeviceMotionEvent, { requestPermission: async () => 'granted' });
    });
    await start(page).tap();
    await page.getByText('Counting').waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  test('shows thousands of steps whole, and Stop on a phone that lies on its side', async () => {
    const { page } = await phone();
    await start(page).tap();
    await page.getByText('Counting').waitFor();
    for (const size of [
      { width: 320, height: 640 },
      { width: 740, height: 340 },
    ]) {
      await page.setViewportSize(size);
      for (const [text, digits] of [
        ['0', 3],
        ['12\u202f345', 6],
      ] as const) {
        const box = await steps(page).evaluate(
          (element, [shown, count]) => {
            element.textContent = shown;
            element.style.setProperty('--digits', String(count));
            const { left, right } = element.getBoundingClientRect();
            return { left, right, room: document.documentElement.clientWidth };
          },
          [text, digits] as const,
        );
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(size.width === 320 ? box.room : box.room / 2);
      }
      const stop = await page.getByRole('button', { name: 'Stop' }).boundingBox();
      expect((stop?.y ?? 999) + (stop?.height ?? 0)).toBeLessThanOrEqual(size.height);
      expect(await page.evaluate(() => scrollY + document.documentElement.scrollHeight)).toBe(
        size.height,
      );
    }
  });

  test('says so where no motion comes, and counts when it does', async () => {
    const { page } = await phone();
    await page.clock.install();
    await start(page).tap();
    await page.getByText('Counting').waitFor();
    await page.clock.fastForward(3000);
    const alert = page.getByRole('alert').filter({ hasText: 'This device gives no motion' });
    await alert.waitFor();
    await page.clock.resume();
    await move(page, rows(aWalk()));
    await alert.waitFor({ state: 'detached' });
    expect(await page.getByText('Counting').isVisible()).toBe(true);
  });

  const [address] = lanAddresses();
  test.skipIf(!address)('streams from elsewhere, where it may not name itself', async () => {
    const state = await mkdtemp(join(tmpdir(), 'stepstream-phone-'));
    const tls = await selfSignedCertificate(state, [address ?? '']);
    const open = startServer({ host: '0.0.0.0', port: 0, logLevel: 'silent', tls });
    const url = open.url.replace('0.0.0.0', address ?? '');
    const seen = await visit('about:blank', { ...PHONE, ignoreHTTPSErrors: true });
    const { page } = seen;
    await page.goto(`${url}/#phone`);
    await start(page).tap();
    await page.getByText('Counting').waitFor();
    expect([...open.registry.sessions()].map(({ userId }) => userId)).toEqual([undefined]);
    // After a reload it is the same walk.
    const [first] = [...open.registry.sessions()];
    await page.reload();
    await page.getByText('Counting').waitFor();
    expect([...open.registry.sessions()].map(({ id }) => id)).toEqual([first?.id ?? '']);
    await page.goto('about:blank');
    await page.close();
    await open.stop();
    await rm(state, { recursive: true });
    // Where a certificate is unknown, the browser does not keep the page, and says so.
    const ofKeeping = seen.complaints.filter((text) => /SSL certificate/.test(text));
    expect(seen.complaints.splice(0)).toEqual(ofKeeping);
  });

  test.skipIf(!address)('says that HTTPS is needed where the page came without', async () => {
    const open = startServer({ host: '0.0.0.0', port: 0, logLevel: 'silent' });
    const url = open.url.replace('0.0.0.0', address ?? '');
    const seen = await visit(`${url}/#phone`, PHONE);
    const { page } = seen;
    await start(page).tap();
    expect(await page.getByRole('alert').textContent()).toContain('over HTTPS only');
    // Users can't be named from here; a walk is counted all the same.
    await page.goto(url);
    await page.reload();
    await page.getByLabel('Speed').selectOption({ label: 'at once' });
    await page.getByRole('button', { name: 'Walk', exact: true }).tap();
    await page.getByText('of 36 true steps').waitFor();
    await page.close();
    await open.stop();
    // The browser says that it passes over a header that needs HTTPS.
    const passedOver = seen.complaints.filter((text) => /Cross-Origin-Opener-Policy/.test(text));
    expect(seen.complaints.splice(0)).toEqual(passedOver);
  });
});
