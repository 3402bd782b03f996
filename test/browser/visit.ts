import { afterAll, afterEach, beforeAll, expect } from 'bun:test';
import { CHROMIUM, launchChromium } from '@stepstream/testing/chromium';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type StepstreamServer, startServer } from 'stepstream';

/** A page that somebody looks at, and what went wrong on it. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors and warnings of the console, and exceptions. A test that expects some takes them out. */
  readonly complaints: string[];
  /** Addresses of all requests, sockets included. */
  readonly requests: string[];
}

/** Longest that the page may take for anything, in milliseconds: machines may be busy. */
const PATIENCE = 20_000;

/** A server for the tests of one file, on a free port. It is there as soon as the first of them begins. */
export function useServer(): Pick<StepstreamServer, 'url' | 'streamUrl' | 'registry'> {
  let server: StepstreamServer;
  beforeAll(() => {
    server = startServer({ port: 0, logLevel: 'silent' });
  });
  afterAll(() => server.stop());
  return {
    get url() {
      return server.url;
    },
    get streamUrl() {
      return server.streamUrl;
    },
    get registry() {
      return server.registry;
    },
  };
}

/**
 * A browser for the tests of one file, and a way to open pages in it. After each test its pages are
 * closed, and must have had nothing to complain of.
 */
export function useBrowser(): (url: string, options?: BrowserContextOptions) => Promise<Visit> {
  let browser: Browser;
  const visits: Visit[] = [];
  beforeAll(async () => {
    if (CHROMIUM) browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    const seen = visits.splice(0);
    await Promise.all(seen.map(({ context }) => context.close()));
    expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
  return async (url, options) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const visit: Visit = { page, context, complaints: [], requests: [] };
    visits.push(visit);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) visit.complaints.push(message.text());
    });
    page.on('pageerror', (error) => visit.complaints.push(String(error)));
    page.on('request', (request) => visit.requests.push(request.url()));
    page.on('websocket', (socket) => visit.requests.push(socket.url()));
    await page.goto(url);
    return visit;
  };
}
