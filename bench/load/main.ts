import { processUsage } from '../process-usage.ts';
import { percentile } from '../statistics.ts';
import { LoadConnection } from './connection.ts';
import { frameStream } from './frames.ts';
import type { LoadJob, LoadResult } from './job.ts';

/** The load process: `bun bench/load/main.ts JOB`; prints a {@link LoadResult} as JSON. */

/** Connections that are opened at once. */
const OPENED_AT_ONCE = 100;
/** Latencies that are kept; a longer measurement keeps the newest. */
const LATENCIES = 1 << 22;
/** How far apart two sessions begin in the stream, in frames; no two of a hundred walk in step. */
const APART = 37;
/** The open loop looks so often who is to send, in milliseconds. */
const TICK = 1;

const job = JSON.parse(process.argv[2] ?? '{}') as LoadJob;
const stream = frameStream(job.framing, job.batch, job.streamSeconds);
const { pace } = job;
const closed = 'window' in pace ? pace.window : 0;

let measuring = false;
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
    if (closed > 0 && !finished) connection.send(closed - (connection.sent - connection.answered));
  },
  onClose(reason: string) {
    if (finished) return;
    console.error(`A connection ended early: ${reason}`);
    process.exit(1);
  },
};
let finished = false;

const residentBefore = processUsage(job.pid).residentBytes;
const connections = Array.from(
  { length: job.sessions },
  (_, i) => new LoadConnection(stream, i * APART, job.greeted, observer),
);
for (let i = 0; i < connections.length; i += OPENED_AT_ONCE) {
  const group = connections.slice(i, i + OPENED_AT_ONCE);
  await Promise.all(group.map((connection) => connection.open(job.port)));
  while (ready < i + group.length) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

if (closed > 0) for (const connection of connections) connection.send(closed);
const stopSending = 'window' in pace ? () => {} : keepPace(pace.framesPerSecond);
await Bun.sleep(1000 * job.warmUp);

const before = {
  server: processUsage(job.pid),
  own: processUsage(process.pid),
  at: performance.now(),
};
measuring = true;
await Bun.sleep(1000 * job.duration);
measuring = false;
const after = {
  server: processUsage(job.pid),
  own: processUsage(process.pid),
  at: performance.now(),
};

stopSending();
finished = true;
for (const connection of connections) connection.close();
const sorted = latencies.slice(0, Math.min(frames, LATENCIES)).sort();
const result: LoadResult = {
  samples: frames * job.batch,
  seconds: (after.at - before.at) / 1000,
  serverCpu: after.server.cpuSeconds - before.server.cpuSeconds,
  loadCpu: after.own.cpuSeconds - before.own.cpuSeconds,
  answerBytes: bytes / Math.max(frames, 1),
  latency: {
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    p999: percentile(sorted, 0.999),
  },
  residentBefore,
  residentAfter: after.server.residentBytes,
};
console.log(JSON.stringify(result));
process.exit(0);

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
