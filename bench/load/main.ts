import { quantileOfSorted } from '@stepstream/math';
import { cpuSecondsBetween, type ProcessUsage, processUsage } from '../process-usage.ts';
import { LoadConnection } from './connection.ts';
import { frameStream } from './frames.ts';
import type { LoadJob, LoadResult } from './job.ts';

/** The load process: `bun bench/load/main.ts JOB`; for each line read, a {@link LoadResult} as JSON. */

/** Connections that are opened at once. */
const OPENED_AT_ONCE = 100;
/** Latencies that are kept; a longer measurement keeps the newest. */
const LATENCIES = 1 << 22;
/** How far apart two sessions begin in the stream, in frames; no two of a hundred walk in step. */
const APART = 37;
/** The open loop looks so often who is to send, in milliseconds. */
const TICK = 1;
/** How long a round waits for its last answers, in seconds. */
const MAX_REST_MS = 2;

const job = JSON.parse(process.argv[2] ?? '{}') as LoadJob;
const stream = frameStream(job.framing, job.batch, job.streamSeconds);
const { pace } = job;
const closed = 'window' in pace ? pace.window : 0;

let loading = false;
let measuring = false;
let closing = false;
let frames = 0;
let bytes = 0;
let ready = 0;
let wake = () => {};
const latencies = new Float64Array(LATENCIES);

const observer = {
  onReady() {
    ready++;
    wake();
  },
  onAnswer(milliseconds: number, length: number) {
    if (measuring) {
      latencies[frames % LATENCIES] = milliseconds;
      frames++;
      bytes += length;
    }
  },
  onRead(connection: LoadConnection) {
    // Closed loop: as many frames again as one read has brought answers.
    if (!loading || closed === 0) return;
    connection.send(closed - (connection.sent - connection.answered));
  },
  onClose(reason: string) {
    if (closing) return;
    console.error(`A connection ended early: ${reason}`);
    process.exit(1);
  },
};

const servers = [{ port: job.port, pid: job.pid }, ...(job.others ?? [])];
const residentBefore = serverUsage().residentBytes;
const connections = Array.from(
  { length: job.sessions },
  (_, i) => new LoadConnection(stream, i * APART, job.greeted, observer),
);
for (let i = 0; i < connections.length; i += OPENED_AT_ONCE) {
  const group = connections.slice(i, i + OPENED_AT_ONCE);
  await Promise.all(group.map((connection, at) => connection.open(portOf(i + at))));
  while (ready < i + group.length) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

const begin = 'window' in pace ? fillWindows : () => keepPace(pace.framesPerSecond);
let settle = job.settle;
for await (const _ of console) {
  console.log(JSON.stringify(await round(settle + job.warmUp)));
  settle = 0;
}
closing = true;
for (const connection of connections) connection.close();
process.exit(0);

/** Puts the server under load for a round, and takes the load off again. */
async function round(warmUp: number): Promise<LoadResult> {
  loading = true;
  const stop = begin();
  await Bun.sleep(1000 * warmUp);
  frames = bytes = 0;
  measuring = true;
  const before = books();
  await Bun.sleep(1000 * job.duration);
  measuring = false;
  const after = books();
  loading = false;
  stop();
  const sorted = latencies.slice(0, Math.min(frames, LATENCIES)).sort();
  await lastAnswers();
  return {
    samples: frames * job.batch,
    seconds: (after.at - before.at) / 1000,
    serverCpu: cpuSecondsBetween(before.server, after.server),
    storeCpu: before.store && after.store ? cpuSecondsBetween(before.store, after.store) : 0,
    loadCpu: cpuSecondsBetween(before.own, after.own),
    answerBytes: bytes / Math.max(frames, 1),
    latency: {
      p50: quantileOfSorted(sorted, 0.5) ?? Number.NaN,
      p99: quantileOfSorted(sorted, 0.99) ?? Number.NaN,
      p999: quantileOfSorted(sorted, 0.999) ?? Number.NaN,
    },
    residentBefore,
    residentAfter: after.server.residentBytes,
  };
}

function books() {
  const [server, own] = [serverUsage(), processUsage(process.pid)];
  const store = job.storePid === undefined ? undefined : processUsage(job.storePid);
  return { server, own, store, at: performance.now() };
}

/** Of all servers together. */
function serverUsage(): ProcessUsage {
  const all = servers.map(({ pid }) => processUsage(pid));
  return {
    cpuSeconds: new Map(all.flatMap(({ cpuSeconds }) => [...cpuSeconds])),
    residentBytes: all.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
  };
}

function portOf(session: number): number {
  return (servers[session % servers.length] as { port: number }).port;
}

/** What is on its way must not be the next candidate's burden. */
async function lastAnswers(): Promise<void> {
  const patience = performance.now() + 1000 * MAX_REST_MS;
  const waits = () => connections.some(({ sent, answered }) => answered < sent);
  while (waits() && performance.now() < patience) await Bun.sleep(5);
}

/** Closed loop: the answers keep it going. */
function fillWindows(): () => void {
  for (const connection of connections) {
    connection.send(closed - (connection.sent - connection.answered));
  }
  return () => {};
}

/** Open loop: each session sends at its own moment of the period, evenly spread. */
function keepPace(framesPerSecond: number): () => void {
  const perMillisecond = (framesPerSecond * connections.length) / 1000;
  const start = performance.now();
  let due = 0;
  const timer = setInterval(() => {
    const now = (performance.now() - start) * perMillisecond;
    for (; due < now; due++) connections[due % connections.length]?.send(1);
  }, TICK);
  return () => clearInterval(timer);
}
