import type { Step } from '../schemas/server-messages.ts';
import type { Detection } from './detection.ts';
import { constant, PARTS, TextBuffer } from './text-buffer.ts';

/** Far longer than any answer without its steps. */
const CAPACITY_BYTES = 4096;
const buffer = new TextBuffer(CAPACITY_BYTES);

/** The parts of an answer that are always the same, and those that are one of two. */
const QUIET = constant(
  '{"type":"step_detection","step_detected":false,"prediction":{"confidence":1,' +
    '"probabilities":[0,0],"start_probability":0,"end_probability":0,"no_step_probability":1,' +
    '"predicted_class":0,"movement_magnitude":',
);
const STEP_DETECTED = either((yes) => `{"type":"step_detection","step_detected":${yes},`);
const CONFIDENCE = constant('"prediction":{"confidence":');
const PROBABILITIES = constant(',"probabilities":[');
const COMMA = 0x2c;
const START_PROBABILITY = constant('],"start_probability":');
const END_PROBABILITY = constant(',"end_probability":');
const NO_STEP_PROBABILITY = constant(',"no_step_probability":');
const PREDICTED_CLASS = constant(',"predicted_class":');
const MAGNITUDE = constant(',"movement_magnitude":');
const STEP_START = either((yes) => `,"step_start":${yes}`);
const STEP_END = either((yes) => `,"step_end":${yes}`);
const IN_STEP = either((yes) => `,"detector_has_current_step":${yes}},"total_steps":`);
const NO_STEP_AND_IN_STEP = either(
  (yes) =>
    `,"step_start":false,"step_end":false,"detector_has_current_step":${yes}},"total_steps":`,
);
const TOTAL_PREDICTIONS = constant(',"total_predictions":');
const BUFFER_SIZE = constant(',"buffer_size":');
const NO_STEPS = constant(',"steps":[],"pending_steps":');
const STEPS = constant(',"steps":');
const PENDING_STEPS = constant(',"pending_steps":');
const REJECTED = constant(',"rejected":');
const TAIL = constant(',"message":"Step detection processed successfully","error":null,');
const END = constant('"}');

/**
 * Writes the answer to samples, `step_detection`, as JSON. It runs for each sample, so it makes no object
 * and little text; a test holds it equal to `JSON.stringify` of the message.
 *
 * @param detection as the frame has left it
 * @param envelope what `envelopeText` gives: ASCII, at most some 2,000 characters
 * @param timestamp Unix seconds with a fraction, as text
 */
export function writeDetection(detection: Detection, envelope: string, timestamp: string): string {
  const { steps, rejected, hasCurrentStep } = detection;
  buffer.begin();
  writePrediction(detection);
  buffer.decimal(Math.round(detection.magnitude * PARTS));
  writeFlags(steps, hasCurrentStep);
  buffer.whole(detection.totalSteps);
  buffer.constant(TOTAL_PREDICTIONS);
  buffer.whole(detection.totalSamples);
  buffer.constant(BUFFER_SIZE);
  buffer.whole(detection.bufferSize);
  let before = '';
  if (steps.length === 0) {
    buffer.constant(NO_STEPS);
  } else {
    // One answer in twenty-five; and there may be many steps in it.
    buffer.constant(STEPS);
    before = buffer.take() + JSON.stringify(steps);
    buffer.constant(PENDING_STEPS);
  }
  buffer.whole(detection.pendingSteps);
  if (rejected.length > 0) {
    buffer.constant(REJECTED);
    before += buffer.take() + JSON.stringify(rejected);
  }
  buffer.constant(TAIL);
  buffer.ascii(envelope);
  buffer.ascii(timestamp);
  buffer.constant(END);
  const rest = buffer.take();
  return before === '' ? rest : before + rest;
}

/** From the beginning up to the magnitude. Mostly there is no peak, and all of it is the same. */
function writePrediction({ startProbability, endProbability, steps }: Detection): void {
  if (startProbability === 0 && endProbability === 0 && steps.length === 0) {
    buffer.constant(QUIET);
    return;
  }
  // All in whole parts of 1/10,000, which add up exactly.
  const start = Math.round(startProbability * PARTS);
  const end = Math.round(endProbability * PARTS);
  const none = PARTS - start - end;
  const confidence = Math.max(none, start, end);
  buffer.constant(STEP_DETECTED[steps.length > 0 ? 1 : 0]);
  buffer.constant(CONFIDENCE);
  buffer.decimal(confidence);
  buffer.constant(PROBABILITIES);
  buffer.decimal(start);
  buffer.byte(COMMA);
  buffer.decimal(end);
  buffer.constant(START_PROBABILITY);
  buffer.decimal(start);
  buffer.constant(END_PROBABILITY);
  buffer.decimal(end);
  buffer.constant(NO_STEP_PROBABILITY);
  buffer.decimal(none);
  buffer.constant(PREDICTED_CLASS);
  buffer.whole(confidence === none ? 0 : confidence === start ? 1 : 2);
  buffer.constant(MAGNITUDE);
}

/** From the magnitude up to the count. */
function writeFlags(steps: readonly Step[], hasCurrentStep: boolean): void {
  if (steps.length === 0) {
    buffer.constant(NO_STEP_AND_IN_STEP[hasCurrentStep ? 1 : 0]);
    return;
  }
  buffer.constant(STEP_START[steps.some((step) => step.foot === 'start') ? 1 : 0]);
  buffer.constant(STEP_END[steps.some((step) => step.foot === 'end') ? 1 : 0]);
  buffer.constant(IN_STEP[hasCurrentStep ? 1 : 0]);
}

/** A piece for no, and one for yes. */
function either(text: (yes: boolean) => string) {
  return [constant(text(false)), constant(text(true))] as const;
}
