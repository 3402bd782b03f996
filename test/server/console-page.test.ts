import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { type StepstreamServer, startServer } from 'stepstream';
import { bundleConsole } from 'stepstream/internals';

setDefaultTimeout(60_000);

/** All JavaScript that the page loads by itself, in bytes: as it is run, and as it is sent. */
const MAX_SCRIPT_BYTES = 120_000;
const MAX_SENT_BYTES = 60_000;
/** What comes when a recording is dropped, for its format, and for each other view, as it is sent. */
const MAX_LATER_BYTES = 200_000;

let server: StepstreamServer;
beforeAll(() => {
  server = startServer({ port: 0, logLevel: 'silent' });
});
afterAll(() => server.stop());

test('the page is small', async () => {
  const { script, modules, assets } = await bundleConsole();
  const first = [script, ...modules].flatMap((name) => assets.get(name) ?? []);
  const raw = first.reduce((sum, { body }) => sum + body.length, 0);
  expect(raw).toBeWithin(60_000, MAX_SCRIPT_BYTES);
  const sent = first.reduce((sum, { gzipped }) => sum + gzipped.length, 0);
  expect(sent).toBeWithin(20_000, MAX_SENT_BYTES);
  const scripts = [...assets].filter(([name]) => name.endsWith('.js'));
  const all = scripts.reduce((sum, [, { gzipped }]) => sum + gzipped.length, 0);
  expect(all - sent).toBeLessThan(MAX_LATER_BYTES);
});

test('the page is at /, and the files that it names are there', async () => {
  const response = await fetch(server.url);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const html = await response.text();
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThanOrEqual(3);
  for (const path of named) {
    expect(path).toStartWith('/console/');
    const file = await fetch(`${server.url}${path}`);
    expect(file.status).toBe(200);
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(file.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(file.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  }
});

test('files are cached for ever, and compressed for browsers that accept it', async () => {
  const html = await (await fetch(server.url)).text();
  const script = /src="([^"]+)"/.exec(html)?.[1];
  const packed = await fetch(`${server.url}${script}`, {
    headers: { 'accept-encoding': 'gzip' },
    decompress: false,
  });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(packed.headers.get('cache-control')).toContain('immutable');
  const plain = await fetch(`${server.url}${script}`, {
    headers: { 'accept-encoding': 'identity' },
  });
  expect(plain.headers.get('content-encoding')).toBeNull();
  const unpacked = Bun.gunzipSync(new Uint8Array(await packed.arrayBuffer()));
  expect(new TextDecoder().decode(unpacked)).toBe(await plain.text());
});

test('the page has a policy that allows nothing foreign', async () => {
  const { headers } = await fetch(server.url);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('permissions-policy')).toContain('accelerometer=(self)');
});

test('an unknown address is a problem, below /console too', async () => {
  for (const path of ['/nowhere', '/console', '/console/nothing.js', '/console/phone.svg']) {
    const response = await fetch(`${server.url}${path}`);
    expect([path, response.status]).toEqual([path, 404]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.json()).toMatchObject({ code: 'not_found' });
  }
});
