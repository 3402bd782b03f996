import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable } from 'stepstream/terminal';
import { KINDS } from './hour.ts';
import { writeRecording } from './write-recording.ts';

/**
 * `npm run bench:formats`: what it takes to read a week of a device's file, each in a process of its own
 * that keeps nothing of it. `--hours 2` is quick, and shows only that it works.
 */

const WEEK_HOURS = 168;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { hours: { type: 'string', default: String(WEEK_HOURS) } },
});
const hours = Number(values.hours);
if (!(Number.isInteger(hours) && hours >= 1 && hours <= 1000)) {
  console.error(`--hours is ${values.hours}: name a whole number from 1 to 1000.`);
  process.exit(2);
}

const kinds = KINDS.filter((kind) => positionals.length === 0 || positionals.includes(kind));
const folder = await mkdtemp(join(tmpdir(), 'stepstream-bench-formats-'));
try {
  const rows: string[][] = [];
  for (const kind of kinds) {
    const path = join(folder, `recording.${kind}`);
    await writeRecording(path, kind, hours);
    const { size } = await stat(path);
    const { samples, seconds, cpuSeconds, peakBytes } = measure(path);
    await rm(path);
    rows.push([
      `.${kind}`,
      (samples / 1e6).toFixed(1),
      (size / 1e6).toFixed(0),
      seconds.toFixed(1),
      cpuSeconds.toFixed(1),
      ((samples / 1e6 / seconds) * 60).toFixed(0),
      (peakBytes / 1e6).toFixed(0),
    ]);
  }
  const header = [
    'file',
    'million samples',
    'MB',
    's',
    'processor s',
    'million a minute',
    'peak MB',
  ];
  console.log(`${hours} h at 100 Hz, on ${cpus()[0]?.model ?? 'an unknown processor'}:\n`);
  console.log(
    formatTable(
      header,
      rows,
      header.map((_, i) => (i === 0 ? 'left' : 'right')),
    ),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Measured {
  readonly samples: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

function measure(path: string): Measured {
  const script = join(import.meta.dirname, 'read-one.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, path], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}
