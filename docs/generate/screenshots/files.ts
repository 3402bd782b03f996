import { demoWalk, generateWalk, type SyntheticWalk } from '@stepstream/synthetic';

/** A file as Playwright takes it. */
interface UploadedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const file = (name: string, lines: readonly (string | number)[]): UploadedFile => ({
  ...{ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) },
});

const HEADING = 'timestamp,accel_x,accel_y,accel_z';
const rows = ({ times, accel }: SyntheticWalk) =>
  Array.from(times, (time, i) => [time, ...accel.subarray(3 * i, 3 * i + 3)].join());

/** Recordings of a study with their known steps, of which a few are wrong; and a table of nobody's format. */
export function study(): readonly UploadedFile[] {
  const walk = demoWalk();
  const table = rows(walk);
  const known = walk.steps.map(({ timestamp }) => timestamp);
  const recordings = ['participant-01', 'participant-02', 'participant-03'].flatMap((name, i) => [
    file(`${name}.csv`, [HEADING, ...table]),
    file(`${name}.steps.csv`, ['timestamp', 1, ...known.slice(0, known.length - i)]),
  ]);
  return [...recordings, file('north-east-down.csv', ['when,north,east,down', ...table])];
}

/** A recording that nobody can read. */
export function unreadable(): UploadedFile {
  return file('holiday.csv', ['time,ax,ay,az', '1,2,3,4', '']);
}

/** Some errands: so long that walks are shown, and not steps. */
export function longRecording(): UploadedFile {
  const segments = [45, 25, 60, 15].flatMap((seconds, i) => [
    { activity: 'standing', seconds: 14 + i } as const,
    { activity: 'walking', seconds, cadence: 96 + 7 * i } as const,
  ]);
  // At 25 Hz: machines that take pictures are busy.
  const some = rows(generateWalk({ segments })).filter((_, i) => i % 2 === 0);
  return file('errands.csv', [HEADING, ...some]);
}
