import type { Sample } from '@stepstream/client';

/** Samples as a recording: CSV, with the numbers' every digit. */
export function toCsv(samples: readonly Sample[]): string {
  const lines = samples.map(({ timestamp, accel_x, accel_y, accel_z }) =>
    [timestamp, accel_x, accel_y, accel_z].join(),
  );
  return `${['timestamp,accel_x,accel_y,accel_z', ...lines].join('\n')}\n`;
}

/** Runs a command to its end, and has its lines. */
export async function runLines(...command: readonly string[]) {
  const child = Bun.spawn([...command], { stdout: 'pipe', stderr: 'pipe' });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout.trim().split('\n');
}
