import { streamRecording } from '@stepstream/formats';

/** Reads one recording, and prints what that took; see main.ts. */

const path = process.argv[2];
if (path === undefined) throw new Error('name a recording');
const started = performance.now();
let samples = 0;
let sum = 0;
await streamRecording(path, {}, ({ times, accel }) => {
  samples += times.length;
  for (let i = 0; i < accel.length; i++) sum += accel[i] as number;
});
if (!Number.isFinite(sum)) throw new Error('not all samples are numbers');
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    samples,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  }),
);
