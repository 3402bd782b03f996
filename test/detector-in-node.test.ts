import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StepDetector } from '@stepstream/detector';
import { aWalk, detect, rows } from '@stepstream/testing/stream';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-node-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the detector runs under Node, and finds the same steps to the last bit', async () => {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, '../packages/detector/src/detector.ts')],
    target: 'browser',
    outdir: folder,
    naming: 'detector.mjs',
  });
  expect(built.success).toBe(true);
  const samples = rows(aWalk({ placement: 'pocket', samplingRate: 73, timestampJitter: 0.002 }));
  await Bun.write(join(folder, 'samples.json'), JSON.stringify(samples));
  const script = `
    import { readFileSync } from 'node:fs';
    const { StepDetector } = await import(${JSON.stringify(pathToFileURL(join(folder, 'detector.mjs')))});
    const detector = new StepDetector();
    const steps = JSON.parse(readFileSync(${JSON.stringify(join(folder, 'samples.json'))}, 'utf8'))
      .flatMap((row) => [...detector.push(...row)]);
    console.log(JSON.stringify({ steps, state: [...detector.save()] }));`;
  const run = Bun.spawnSync(['node', '--input-type=module', '--eval', script]);
  expect(run.stderr.toString()).toBe('');
  const inNode = JSON.parse(run.stdout.toString());

  const detector = new StepDetector();
  const here = detect(samples, detector);
  expect(here.length).toBeGreaterThan(30);
  expect(inNode.steps).toEqual(here);
  expect(inNode.state).toEqual([...detector.save()]);
});
