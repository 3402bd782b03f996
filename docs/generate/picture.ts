import { type ConfirmedStep, StepDetector } from '@stepstream/detector';
import { plotSteps } from '@stepstream/plot';
import { demoWalk } from '@stepstream/synthetic';

/** The part of the demo walk that is drawn, in seconds: standing, then the first steps. */
const WINDOW = { start: 1, end: 11 };

/**
 * The picture of the README: ten seconds of the demo walk with the steps that the detector counts,
 * and the moment from which they count.
 */
export function picture(): string {
  const recording = demoWalk();
  const detector = new StepDetector();
  const steps: ConfirmedStep[] = [];
  let confirmedAt: number | undefined;
  recording.times.forEach((time, i) => {
    const [x, y, z] = recording.accel.subarray(3 * i, 3 * i + 3) as unknown as Sample;
    const confirmed = detector.push(time, x, y, z);
    if (confirmed.length > 0) confirmedAt ??= time;
    steps.push(...confirmed);
  });
  return plotSteps({
    title: 'Ten seconds of a walk',
    subtitle: 'each step that Stepstream counts',
    recording,
    steps,
    window: WINDOW,
    width: 840,
    signalHeight: 140,
    ...(confirmedAt !== undefined && {
      note: { timestamp: confirmedAt, text: 'four in rhythm: it is a walk, and counts' },
    }),
  });
}

type Sample = readonly [x: number, y: number, z: number];
