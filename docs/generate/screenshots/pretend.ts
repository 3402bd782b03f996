import type { Page } from 'playwright-core';
import { renderSVG } from 'uqr';

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

/** Has the page see what this server alone can't show: others beside it, and days that have passed. */
export async function pretendMore(page: Page): Promise<void> {
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

/** Has a server's page think that phones reach it, as with `--lan`: it shows a code to scan. */
export async function pretendNetwork(page: Page, origin: string): Promise<void> {
  const url = 'https://192.168.178.24:8443/#phone';
  await page.addInitScript(
    (pretended) => {
      if (location.origin !== pretended.origin) return;
      // Its script runs after this.
      document.addEventListener('readystatechange', () => {
        const element = document.getElementById('page-config');
        if (!element || document.readyState !== 'interactive') return;
        const config = JSON.parse(element.textContent ?? '{}');
        const more = { phone_url: pretended.url, self_signed: true };
        element.replaceChildren(JSON.stringify({ ...config, ...more }));
      });
    },
    { origin: new URL(origin).origin, url },
  );
  await page.route('**/console/phone.svg', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: renderSVG(url, { border: 3 }) }),
  );
}
