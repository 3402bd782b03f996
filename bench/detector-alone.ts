import { StepDetector } from '../src/detector/index.ts';
import { DEFAULT_CONFIG, loadModel } from '../src/server/index.ts';
import { generateWalk } from '../src/walker/index.ts';
import type { DetectorCost } from './results.ts';

/** What the detector costs without a server: `bun bench/detector-alone.ts [SAMPLES]` prints it as JSON. */

const MANY = 1000;
const samples = Number(process.argv[2] ?? 2_000_000);

const { accel } = generateWalk({
  seed: 4,
  segments: [
    { activity: 'standing', seconds: 10 },
    { activity: 'walking', seconds: 50 },
  ],
});
const model = loadModel(DEFAULT_CONFIG.model);

/** Processor time for a sample, in µs, when so many detectors take turns. */
function cost(detectors: number): number {
  const all = Array.from({ length: detectors }, () => new StepDetector({ model }));
  const turns = Math.floor(samples / detectors);
  const run = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const k = (3 * i) % accel.length;
      for (const detector of all) {
        detector.push(i / 50, accel[k] as number, accel[k + 1] as number, accel[k + 2] as number);
      }
    }
  };
  const warm = Math.ceil(turns / 5);
  run(0, warm);
  const before = process.cpuUsage();
  run(warm, turns);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / ((turns - warm) * detectors);
}

const result: DetectorCost = { one: cost(1), manyInTurn: cost(MANY), many: MANY };
console.log(JSON.stringify(result));
