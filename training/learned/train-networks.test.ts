import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetworkJob } from './train-network.ts';
import { trainNetworks } from './train-networks.ts';

test('what a worker fails with reaches the one who asked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepstream-'));
  const job: NetworkJob = {
    name: 'lone',
    heldOut: [],
    seed: 1,
    delay: 0.27,
    batches: [1, 1],
    folder,
  };
  try {
    const training = trainNetworks(join(folder, 'nothing here'), [job], () => {});
    await expect(training).rejects.toThrow('nothing here');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
