// Streams a recording to a Stepstream server, at the pace at which it was made, and counts its steps:
//   npm install @stepstream/client
//   node stream.mjs walk.csv ws://localhost:8000/ws/realtime [speed]
// Node before version 22 has no WebSocket: npm install ws, and see connect() below.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@stepstream/client';

const [file, url = 'ws://localhost:8000/ws/realtime', speed = '1'] = process.argv.slice(2);
if (!file) {
  console.error('usage: node stream.mjs walk.csv [ws://localhost:8000/ws/realtime] [speed]');
  process.exit(2);
}

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

// Before version 22: connect(url, { WebSocket, … }) with import WebSocket from 'ws'.
const client = connect(url, { signal: interrupted.signal });
client.on('step', ({ total, timestamp }) => console.log(`step ${total} at ${timestamp} s`));
client.on('state', ({ state, reason = '' }) => console.error(state, reason));
client.on('error', (error) => console.error(error.message));

let header;
let first;
const start = performance.now();
for await (const line of createInterface({ input: createReadStream(file) })) {
  const cells = line.split(',');
  if (!header) {
    header = cells;
    continue;
  }
  const sample = Object.fromEntries(header.map((name, i) => [name, Number(cells[i])]));
  first ??= sample.timestamp;
  const due = ((sample.timestamp - first) * 1000) / Number(speed);
  const wait = due - (performance.now() - start);
  if (wait > 1) await sleep(wait, undefined, { signal: interrupted.signal }).catch(() => {});
  if (interrupted.signal.aborted) break;
  client.send(sample);
}
const { totalSteps, delivered, dropped } = await client.stop();
console.log(`${totalSteps} steps in ${delivered} samples; ${dropped} dropped`);
