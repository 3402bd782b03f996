import { type DetectorModel, StepDetector } from '@stepstream/detector';
import { FRAME_RATE } from '@stepstream/detector/internals';

/** Seconds of synthetic motion that a detector is timed on, and how often. */
const SECONDS = 600;
const ROUNDS = 7;

/** What a detector takes for each sample at 50 Hz, on the machine that it was measured on. */
export interface Cost {
  readonly id: string;
  /** Seconds a sample: the shortest of some rounds, for whatever else runs only adds to it. */
  readonly secondsPerSample: number;
}

/** Times detectors in turn, so that a machine that slows down slows all of them. */
export function measureCosts(models: readonly DetectorModel[]): Cost[] {
  const best = models.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, model] of models.entries()) {
      best[i] = Math.min(best[i] as number, timeOnce(model));
    }
  }
  return models.map(({ id }, i) => ({ id, secondsPerSample: best[i] as number }));
}

/** Seconds a sample, over ten minutes of a swinging that keeps all stages at work. */
function timeOnce(model: DetectorModel): number {
  const detector = new StepDetector({ model });
  const samples = SECONDS * FRAME_RATE;
  const begin = performance.now();
  for (let i = 0; i < samples; i++) {
    const phase = (2 * Math.PI * 1.8 * i) / FRAME_RATE;
    detector.push(i / FRAME_RATE, Math.sin(phase / 2), 0.5, 9.8 + 2.5 * Math.sin(phase));
  }
  return (performance.now() - begin) / 1000 / samples;
}
