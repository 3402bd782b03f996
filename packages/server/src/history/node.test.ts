import { expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEEDS_NODE, NODE } from '@stepstream/testing/node-22';

test.skipIf(!NODE)(`under Node clocks show what they show under Bun${NEEDS_NODE}`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-calendar-'));
  try {
    const entrypoints = [join(import.meta.dir, 'testing/calendar-program.ts')];
    await Bun.build({ entrypoints, outdir: folder, target: 'node' });
    const [underNode, underBun] = [NODE, process.execPath].map((runtime) => {
      const { stdout, stderr } = Bun.spawnSync([runtime, join(folder, 'calendar-program.js')]);
      expect(stderr.toString()).toBe('');
      return stdout.toString();
    });
    expect(underNode).toContain('2026-10-26T00:00:00+01:00');
    expect(underNode).toBe(underBun ?? '');
  } finally {
    await rm(folder, { recursive: true });
  }
});
