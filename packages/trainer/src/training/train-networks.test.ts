import { expect, test } from 'bun:test';

// In a process of its own: threads and the test runner do not always get on.
test('what a worker fails with reaches the one who asked', async () => {
  const script = `
    import { trainNetworks } from ${JSON.stringify(new URL('train-networks.ts', import.meta.url).href)};
    const job = { name: 'lone', heldOut: [], seed: 1, delay: 0.26, batches: [1, 1, 1], folder: '.' };
    await trainNetworks('/nothing here', [job], () => {}).catch((error) => console.log(error.message));
    process.exit(0);
  `;
  const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe', stderr: 'pipe' });
  const told = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  expect(told).toStartWith('A network could not be trained: ');
  expect(told).toContain('nothing here');
});
