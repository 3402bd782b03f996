import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '@stepstream/math';
import { launchChromium } from '@stepstream/testing/chromium';
import type { Page } from 'playwright-core';
import { formatTable, ProgressLine } from 'stepstream/terminal';
import { CANDIDATES } from '../candidates.ts';
import type { LoadResult } from '../load/job.ts';
import { LoadProcess } from '../load-process.ts';
import { startProcess } from '../server-process.ts';
import { PageMeter, type Smoothness } from './page-meter.ts';
import type { PastCost } from './past.ts';
import { USES, type Use } from './uses.ts';

/**
 * `npm run bench:console`: how smoothly the console shows thousands of sessions, and what it costs the server that
 * somebody looks. The sessions are real, come from a process of their own, and send 50 samples a second each, in one
 * binary frame; the page is in Chromium. `--sessions 100 --seconds 2` is quick, and shows only that it works.
 */

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '8' },
  },
});
const [sessions, seconds] = [Number(values.sessions), Number(values.seconds)];
if (!(Number.isInteger(sessions) && sessions >= 20 && seconds >= 1)) {
  console.error('--sessions takes a whole number from 20 on, --seconds a number from 1 on.');
  process.exit(2);
}
/** Seconds of load before anything is measured: half a minute of past, and compiled code. */
const SETTLE_SECONDS = sessions > 1000 ? 35 : 1;
/** How often the server is measured with and without somebody who looks. */
const ROUNDS = 3;
const PATIENCE_MS = 120_000;

const progress = new ProgressLine();
progress.update('what the past costs');
const past = measurePast();
progress.update(`${sessions} sessions`);
const { command, framing, batch, greeted } = CANDIDATES.d;
const server = await startProcess(command);
const load = new LoadProcess({
  ...{ port: server.port, pid: server.pid, sessions, framing, batch, greeted },
  ...{ pace: { framesPerSecond: 1 }, streamSeconds: 600, settle: SETTLE_SECONDS },
  ...{ warmUp: 1, duration: seconds },
});
const browser = await launchChromium();
try {
  const alone: LoadResult[] = [];
  const watched: LoadResult[] = [];
  const smoothness: (readonly [Use, Smoothness])[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    progress.update(`nobody looks, round ${round + 1} of ${ROUNDS}`);
    alone.push(await load.round());
    const page = await open();
    progress.update(`somebody looks, round ${round + 1} of ${ROUNDS}`);
    watched.push(await load.round());
    if (round === ROUNDS - 1) {
      for (const use of USES) {
        progress.update(use.name);
        smoothness.push([use, await measure(page, use)]);
      }
    }
    await page.close();
  }
  progress.clear();
  console.log(`${sessions} sessions of 50 Hz, ${cpus().length} × ${cpus()[0]?.model}\n`);
  printUses(smoothness);
  printServer(alone, watched);
} finally {
  progress.clear();
  await browser.close();
  load.stop();
  await server.stop();
}
process.exit(0);

/** The console, with all sessions in its list. */
async function open(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`http://127.0.0.1:${server.port}/`);
  await page.locator(`table[aria-rowcount="${sessions + 1}"]`).waitFor();
  return page;
}

/** How smoothly the page runs while it is used, and all sessions stream. */
async function measure(page: Page, use: Use): Promise<Smoothness> {
  await use.prepare?.(page);
  const meter = await PageMeter.of(page);
  const stop = new AbortController();
  const streaming = load.round();
  // The load has to be on first.
  await Bun.sleep(1000);
  const acting = use.act?.(page, { signal: stop.signal, seconds });
  const measured = await meter.measure(seconds);
  stop.abort();
  await Promise.all([acting, streaming]);
  return measured;
}

function measurePast(): PastCost {
  const script = fileURLToPath(new URL('past.ts', import.meta.url));
  const run = spawnSync(process.execPath, [script, `${sessions}`], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`past.ts failed: ${run.stderr}`);
  return JSON.parse(run.stdout) as PastCost;
}

function printUses(all: readonly (readonly [Use, Smoothness])[]): void {
  const header = [
    ...['the console', 'frames/s', 'frame p50 ms', 'p99 ms'],
    ...['tasks ≥ 50 ms, a second', 'longest ms', 'busy'],
  ];
  const rows = all.map(([{ name }, one]) => [
    name,
    one.framesASecond.toFixed(1),
    one.median.toFixed(1),
    one.p99.toFixed(1),
    one.longTasks.toFixed(1),
    one.longest.toFixed(0),
    `${(100 * one.busy).toFixed(0)} %`,
  ]);
  print(header, rows);
}

function printServer(alone: readonly LoadResult[], watched: readonly LoadResult[]): void {
  const header = ['the server', 'CPU µs/sample', 'cores', 'resident MB'];
  const row = (name: string, results: readonly LoadResult[]) => {
    const of = (value: (result: LoadResult) => number) => median(results.map(value)) ?? Number.NaN;
    return [
      name,
      of(({ serverCpu, samples }) => (1e6 * serverCpu) / samples).toFixed(2),
      of(({ serverCpu, seconds: length }) => serverCpu / length).toFixed(2),
      of(({ residentAfter }) => residentAfter / 1e6).toFixed(0),
    ];
  };
  print(header, [row('nobody looks', alone), row('somebody looks at the list', watched)]);
  const { bytesASession, ratio, microseconds } = past;
  const megabytes = (bytesASession * sessions) / 1e6;
  console.log(
    `The last half minute of a session takes ${(bytesASession / 1000).toFixed(2)} KB, of ${sessions} ` +
      `${megabytes.toFixed(1)} MB; to keep it takes ${((ratio - 1) * microseconds).toFixed(3)} µs a sample, ` +
      `${(100 * (ratio - 1)).toFixed(1)} % of detecting (${microseconds.toFixed(2)} µs).`,
  );
}

function print(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const align = header.map((_, column) => (column === 0 ? 'left' : 'right'));
  console.log(`${formatTable(header, rows, align as ('left' | 'right')[])}\n`);
}
