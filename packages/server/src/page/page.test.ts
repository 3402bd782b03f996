import { expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import type { PageConfig } from '@stepstream/protocol';
import { createAccess } from '../auth/access.ts';
import { pageHtml } from './html.ts';
import { createConsolePage, type PageContext } from './page.ts';

const BUNDLE = { script: 'main-1.js', style: 'main-1.css', modules: [], assets: new Map() };

/** The config in the page that a server with these settings serves. */
async function configOf(context: Partial<PageContext>, headers = {}): Promise<PageConfig> {
  const page = createConsolePage({
    access: createAccess({ adminToken: 'a token of sixteen', admin: 'open' }),
    model: CLASSIC,
    lanUrl: () => undefined,
    selfSigned: false,
    secure: false,
    ...context,
  });
  const html = await (await page.request('/', { headers }, { peer: '127.0.0.1' })).text();
  return JSON.parse(/id="page-config">(.*?)<\/script>/.exec(html)?.[1] ?? '');
}

test('the page tells its script the default paths', async () => {
  expect(await configOf({})).toMatchObject({
    model: CLASSIC.id,
    phone_url: null,
    operator: true,
    base_path: '',
    stream_path: '/ws/realtime',
  });
});

test('the address for phones carries the base path', async () => {
  const basePath = '/app';
  const lan = await configOf({ basePath, lanUrl: () => 'https://192.168.1.2:8443' });
  expect(lan.phone_url).toBe('https://192.168.1.2:8443/app/#phone');
  const headers = { host: 'steps.example', 'x-forwarded-proto': 'https' };
  const proxied = await configOf({ basePath }, headers);
  expect(proxied.phone_url).toBe('https://steps.example/app/#phone');
});

test('a config can not end the script element that it stands in', () => {
  const config = { model: '</script><script>alert(1)', base_path: '/app' } as PageConfig;
  const html = pageHtml(BUNDLE, config);
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  expect(html).toContain('src="/app/console/main-1.js"');
});
