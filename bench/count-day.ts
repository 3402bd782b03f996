import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { generateWalk } from '@stepstream/synthetic';
import { formatTable } from 'stepstream/terminal';

/**
 * `npm run bench:count`: what it takes `stepstream count` to count a day at 100 Hz on one processor, from CSV as phones
 * write it and with all digits of a double, as programs do. An hour of synthetic walking, standing and lying still
 * comes 24 times.
 */

const HOURS = 24;
const RATE = 100;
const COMMAND = fileURLToPath(new URL('../packages/server/src/cli/main.ts', import.meta.url));

const walk = generateWalk({
  segments: [
    { activity: 'standing', seconds: 1200 },
    { activity: 'walking', seconds: 600, cadence: 108 },
    { activity: 'standing', seconds: 1200 },
    { activity: 'walking', seconds: 600, cadence: 96 },
  ],
  samplingRate: RATE,
  placement: 'wrist',
});

const KINDS = {
  'CSV, 6 decimals': (value: number) => value.toFixed(6),
  'CSV, all digits': (value: number) => String(value),
} as const;

const folder = await mkdtemp(join(tmpdir(), 'stepstream-day-'));
try {
  const rows: string[][] = [];
  for (const [kind, text] of Object.entries(KINDS)) {
    const path = join(folder, 'day.csv');
    await writeDay(path, text);
    const began = performance.now();
    const run = Bun.spawnSync([process.execPath, COMMAND, 'count', '--jobs', '1', '--csv', path]);
    const seconds = (performance.now() - began) / 1000;
    const steps = run.stdout.toString().split('\n')[1]?.split(',')[5] ?? '';
    const { cpuTime, maxRSS } = run.resourceUsage;
    rows.push([
      kind,
      `${((await stat(path)).size / 1e6).toFixed(0)} MB`,
      steps,
      `${(Number(cpuTime.total) / 1e6).toFixed(1)} s`,
      `${seconds.toFixed(1)} s`,
      `${(maxRSS / 1e6).toFixed(0)} MB`,
    ]);
  }
  const header = ['a day at 100 Hz', 'file', 'steps', 'processor time', 'time', 'memory'];
  console.log(formatTable(header, rows, ['left', 'right', 'right', 'right', 'right', 'right']));
} finally {
  await rm(folder, { recursive: true });
}

async function writeDay(path: string, text: (value: number) => string): Promise<void> {
  const { accel } = walk;
  const samples = accel.length / 3;
  const values = Array.from(
    { length: samples },
    (_, i) =>
      `${text(accel[3 * i] as number)},${text(accel[3 * i + 1] as number)},${text(accel[3 * i + 2] as number)}\n`,
  );
  const hours = function* (): Generator<string> {
    yield 'timestamp,accel_x,accel_y,accel_z\n';
    for (let hour = 0; hour < HOURS; hour++) {
      for (let from = 0; from < samples; from += RATE) {
        let rows = '';
        for (let i = from; i < from + RATE; i++) {
          rows += `${((hour * samples + i) / RATE).toFixed(2)},${values[i]}`;
        }
        yield rows;
      }
    }
  };
  await pipeline(Readable.from(hours()), createWriteStream(path));
}
