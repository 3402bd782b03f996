import type { StepDetector } from '../detector/index.ts';
import type { Step } from '../protocol/index.ts';
import type { Detected } from './detection.ts';

/** Numbers are told in parts of so many, here and in `detection.ts`. */
const PARTS = 10_000;

/**
 * The text of each number from 0 to 1 in steps of 1/10,000, and of its fraction alone (`0.25` and
 * `.25`); each is made when it is first needed. Formatting the five numbers of an answer anew would
 * cost as much as all the rest of writing it (0.3 µs of 0.6).
 */
const shares = new Array<string | undefined>(PARTS + 1);
const fractions = new Array<string | undefined>(PARTS);

/**
 * The answer to samples as JSON, of which only the parts that change are formatted: what
 * `detection()` says, in the same order. `JSON.stringify` of that object, and making the object, takes
 * 1.7 µs; this 0.4.
 *
 * @param envelope the fields that all messages carry, as JSON, without braces
 */
export function detectionText(
  detector: StepDetector,
  { steps, totalSteps, totalSamples, magnitude }: Detected,
  envelope: string,
): string {
  // All in whole parts of 1/10,000, which add up exactly.
  const start = Math.round(detector.startProbability * PARTS);
  const end = Math.round(detector.endProbability * PARTS);
  const none = PARTS - start - end;
  const confidence = Math.max(none, start, end);
  const predictedClass = confidence === none ? '0' : confidence === start ? '1' : '2';
  const startText = share(start);
  const endText = share(end);
  const parts = Math.round(magnitude * PARTS);
  const whole = Math.floor(parts / PARTS);
  return (
    `{"type":"step_detection","step_detected":${steps.length > 0},` +
    `"prediction":{"confidence":${share(confidence)},"probabilities":[${startText},${endText}],` +
    `"start_probability":${startText},"end_probability":${endText},` +
    `"no_step_probability":${share(none)},"predicted_class":${predictedClass},` +
    `"movement_magnitude":${whole}${fraction(parts - whole * PARTS)},` +
    `"step_start":${has(steps, 'start')},"step_end":${has(steps, 'end')},` +
    `"detector_has_current_step":${detector.inStep}},` +
    `"total_steps":${totalSteps},"total_predictions":${totalSamples},` +
    `"buffer_size":${detector.windowFill},"steps":${steps.length === 0 ? '[]' : JSON.stringify(steps)},` +
    `"pending_steps":${detector.pendingSteps},` +
    `"message":"Step detection processed successfully","error":null,${envelope}}`
  );
}

function has(steps: readonly Step[], foot: Step['foot']): boolean {
  for (let i = 0; i < steps.length; i++) if (steps[i]?.foot === foot) return true;
  return false;
}

/** @param parts 0 … {@link PARTS} */
function share(parts: number): string {
  const known = shares[parts];
  if (known !== undefined) return known;
  const text = String(parts / PARTS);
  shares[parts] = text;
  return text;
}

/** @param parts 0 … {@link PARTS} − 1 */
function fraction(parts: number): string {
  const known = fractions[parts];
  if (known !== undefined) return known;
  const text = parts === 0 ? '' : String(parts / PARTS).slice(1);
  fractions[parts] = text;
  return text;
}
