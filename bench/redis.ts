import { connect, type StepstreamClient } from '@stepstream/client';
import { demoWalk } from '@stepstream/synthetic';
import { HAS_REDIS, type RedisServer, startRedis } from '@stepstream/testing/redis-server';
import { CANDIDATES } from './candidates.ts';
import { cpuSecondsBetween, processUsage } from './process-usage.ts';
import { startProcess } from './server-process.ts';

/** `npm run bench:redis`: what a checkpoint costs the Redis of a cluster, and how much it keeps for each person. */

const PEOPLE = 400;
/** Ten times as often as by default, so that there are as many checkpoints as 4,000 people would make. */
const INTERVAL_SECONDS = 0.5;
/** Until every session has been saved, and the server's code is compiled. */
const SETTLE_MS = 6000;
const MEASURED_MS = 20_000;
const TICK_MS = 20;
const ADMIN_TOKEN = 'of-the-operator-of-this-bench';

if (!HAS_REDIS) {
  console.error('There is no Redis here: apt-get install redis-server');
  process.exit(1);
}
const redis = await startRedis();
try {
  const server = await startProcess([
    ...CANDIDATES.d.command,
    ...['--store', redis.url(), '--checkpoint-interval', `${INTERVAL_SECONDS}`],
    ...['--admin-token', ADMIN_TOKEN],
  ]);
  try {
    await measure(redis, server.port);
  } finally {
    await server.stop();
  }
} finally {
  await redis.remove();
}
process.exit(0);

async function measure(redis: RedisServer, port: number): Promise<void> {
  const empty = (await books(redis, port)).memory;
  const clients = Array.from({ length: PEOPLE }, (_, i) =>
    connect(`ws://127.0.0.1:${port}/ws/realtime`, { user: `person-${i}` }),
  );
  // What is under way when it ends is lost, and meant to be.
  for (const client of clients) client.on('error', () => {});
  const stop = walk(clients);
  await Bun.sleep(SETTLE_MS);
  const before = await books(redis, port);
  await Bun.sleep(MEASURED_MS);
  const after = await books(redis, port);
  stop();
  await Promise.all(clients.map((client) => client.stop({ signal: AbortSignal.abort() })));

  const checkpoints = after.checkpoints - before.checkpoints;
  const a = (total: number, digits = 0) => (total / checkpoints).toFixed(digits);
  const perSecond = (1000 * checkpoints) / MEASURED_MS;
  console.log(`${PEOPLE} people, saved to Redis every ${INTERVAL_SECONDS} s`);
  console.log(`  checkpoints a second          ${perSecond.toFixed(0)}`);
  console.log(`  bytes sent to Redis for one   ${a(after.bytes - before.bytes)}`);
  console.log(
    `  Redis' processor time for one ${a(1e6 * cpuSecondsBetween(before.cpu, after.cpu))} µs`,
  );
  console.log(
    `  Redis' memory for a person    ${((after.memory - empty) / PEOPLE / 1000).toFixed(1)} KB`,
  );
}

/** Each walks the demo walk, in real time, until the returned function is called. */
function walk(clients: readonly StepstreamClient[]): () => void {
  const { times, accel } = demoWalk();
  const start = performance.now();
  let next = 0;
  const timer = setInterval(() => {
    const now = (performance.now() - start) / 1000;
    for (; next < times.length && (times[next] as number) <= now; next++) {
      const [accel_x = 0, accel_y = 0, accel_z = 0] = accel.subarray(3 * next, 3 * next + 3);
      const timestamp = times[next] as number;
      for (const client of clients) client.send({ timestamp, accel_x, accel_y, accel_z });
    }
  }, TICK_MS);
  return () => clearInterval(timer);
}

/** What Redis and the server have counted so far. */
async function books(redis: RedisServer, port: number) {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
  const info = String(await redis.run('INFO'));
  const numberAfter = (text: string, name: RegExp) => {
    const found = name.exec(text)?.[1];
    if (found === undefined) throw new Error(`${name.source} is missing`);
    return Number(found);
  };
  return {
    checkpoints: numberAfter(metrics, /^stepstream_checkpoints_total\{outcome="written"\} (\d+)/m),
    bytes: numberAfter(info, /^total_net_input_bytes:(\d+)/m),
    memory: numberAfter(info, /^used_memory:(\d+)/m),
    cpu: processUsage(redis.pid() ?? 0),
  };
}
