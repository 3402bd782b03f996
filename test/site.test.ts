/** The documentation as a site: what leads where, what a server shows of it, and whether things are found. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CHROMIUM } from '@stepstream/testing/chromium';
import { documents } from '@stepstream/testing/documents';
import { type StepstreamServer, startServer } from 'stepstream';
import { find, type Section } from '../docs/site/browser/find.ts';
import { buildSite, type Site } from '../docs/site/build-site.ts';
import { INTERFACES } from '../docs/site/contents.ts';
import { pagePath } from '../docs/site/site-path.ts';
import { useBrowser } from './browser/visit.ts';

setDefaultTimeout(60_000);

let site: Site;
let server: StepstreamServer;
beforeAll(async () => {
  server = startServer({ port: 0, logLevel: 'silent' });
  site = new Map([...(await buildSite()), [INTERFACES, await text(`/docs/${INTERFACES}`)]]);
});
afterAll(() => server.stop());

test('has every document of docs/', () => {
  const pages = documents().filter((name) => name.startsWith('docs/'));
  expect(pages.filter((name) => !site.has(pagePath(name)))).toEqual([]);
});

test('every link of its pages leads to a file and an anchor of the site', () => {
  const dead: string[] = [];
  for (const [path, html] of pages()) {
    const links = html.matchAll(/ (?:href|src)="(?!\w+:|\/)([^"]+)"/g);
    for (const [, link = ''] of links) {
      const [target = '', anchor] = link.split('#');
      const to = target === '' ? path : posix.join(posix.dirname(path), target);
      const found = site.get(to);
      const isThere =
        found !== undefined && (anchor === undefined || String(found).includes(` id="${anchor}"`));
      if (!isThere) dead.push(`${path}: ${link}`);
    }
  }
  expect(dead).toEqual([]);
});

test('its pages load nothing from elsewhere, and run no script of their own', () => {
  for (const [path, html] of pages()) {
    const foreign = html.match(
      /<(?:script|link|img|iframe)[^>]* (?:src|href)="(?:https?:)?\/\/[^>]*>/g,
    );
    expect({ path, foreign }).toEqual({ path, foreign: null });
    expect(html).not.toMatch(/<script(?![^>]* src=)|style="| on\w+="/);
  }
});

test.each([
  ['behind nginx', 'deployment.html'],
  ['add a format', 'contributing.html'],
  ['kill -9', 'durability.html'],
  ['1,000 people', 'scale.html'],
  ['cane', 'accuracy.html'],
  ['report a vulnerability', 'security.html'],
])('the search for "%s" has %s among the first three', (query, page) => {
  const hits = find(sections(), query, 3);
  expect(hits.map(({ section }) => section.page)).toContain(page);
});

test('the search takes any text, and finds nothing in none', () => {
  for (const query of ['', '   ', '()[]{}*+?.\\^$|', '-', '--', '…']) {
    expect(() => find(sections(), query)).not.toThrow();
  }
  expect(find(sections(), '')).toEqual([]);
  expect(find(sections(), 'zzzzzz')).toEqual([]);
});

describe('a server', () => {
  test('shows the first page at /docs, with addresses that lead below it', async () => {
    const page = await text('/docs');
    expect(page).toContain('<h1 id="stepstream">');
    const links = [...page.matchAll(/ (?:href|src)="(?!\w+:|#)([^"]+)"/g)].map(
      ([, link = '']) => link,
    );
    // The console is not of the site: it is where things are tried.
    expect(links.splice(links.indexOf('docs/../#/first-frame'), 1)).toHaveLength(1);
    expect(links.filter((link) => !site.has(link.replace(/^docs\/|#.*$/g, '')))).toEqual([]);
    expect(page).toContain('data-top="docs/"');
    expect(await text('/docs/runbook')).toContain('href="../../#/first-frame"');
    expect(await text(`/docs/${INTERFACES}`)).toContain('href="/#/first-frame"');
  });

  test.each([
    ['/docs/', 'text/html'],
    ['/docs/deployment.html', 'text/html'],
    ['/docs/deployment', 'text/html'],
    ['/docs/decisions', 'text/html'],
    ['/docs/style.css', 'text/css'],
    ['/docs/search-index.js', 'text/javascript'],
    ['/docs/steps.svg', 'image/svg+xml'],
    ['/docs/files/deploy/nginx/stepstream.conf.txt', 'text/plain'],
  ])('answers %s with %s', async (path, type) => {
    const answer = await fetch(`${server.url}${path}`);
    expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([200, type]);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    await answer.arrayBuffer();
  });

  test.each([
    '/docs/nothing',
    '/docs/../package.json',
    '/docs/%2e%2e/package.json',
    '/docs//style.css',
  ])('has nothing at %s', async (path) => {
    expect((await fetch(`${server.url}${path}`)).status).toBe(404);
  });
});

describe.skipIf(!CHROMIUM)('in a browser, from a folder, without a network', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stepstream-site-'));
    for (const [path, content] of site) await Bun.write(join(folder, path), content);
  });
  afterAll(() => rm(folder, { recursive: true }));
  const visit = useBrowser();

  test('the search finds, pages fit a phone, and anchors of old still lead there', async () => {
    const home = pathToFileURL(join(folder, 'index.html')).href;
    const { page } = await visit(home, { viewport: { width: 375, height: 700 } });
    await page.fill('#search', 'kill -9');
    await page.waitForSelector('#results a');
    await page.press('#search', 'Enter');
    await page.waitForURL(/\.html#/);
    for (const name of ['index.html', 'accuracy.html', 'protocol.html', 'api.html']) {
      await page.goto(pathToFileURL(join(folder, name)).href);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect({ name, beyond: Math.max(0, beyond) }).toEqual({ name, beyond: 0 });
    }
    await page.goto(`${home}#listSessions`);
    await page.waitForURL(/api\.html#listSessions$/);
  });
});

function pages(): [path: string, html: string][] {
  return [...site]
    .filter(([path]) => path.endsWith('.html'))
    .map(([path, html]) => [path, String(html)]);
}

function sections(): readonly Section[] {
  const index = String(site.get('search-index.js'));
  return JSON.parse(index.slice(index.indexOf('=') + 1, -1));
}

async function text(path: string): Promise<string> {
  return (await fetch(`${server.url}${path}`)).text();
}
