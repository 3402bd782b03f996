import type { ModelFile, NetworkParameters } from '@stepstream/detector/internals';
import {
  FRAME_RATE,
  FRAMES_AT_ONCE,
  HINDSIGHT_FRAMES,
  INPUTS,
  OUTPUTS,
  PARAMETER_COUNT,
} from '@stepstream/detector/internals';
import { graphField, type Port } from './onnx-graph.ts';
import { networkConstants, networkNodes } from './onnx-network.ts';
import { joined, messageField, numberField, textField } from './protobuf.ts';

/** The newest version of the format that is needed, and of its operators; both from 2022. */
const IR_VERSION = 8;
const OPERATOR_SET = 17;

/** How much longer hindsight waits. */
const HINDSIGHT_SECONDS = HINDSIGHT_FRAMES / FRAME_RATE;

/** Name of the number of pairs of frames, which varies. */
const PAIRS = 'T';

const INPUT: Port = {
  name: 'frames',
  shape: [1, INPUTS, PAIRS],
  description:
    'Frames at 50 Hz, two at a time: the features of the first, then of the second. Each comes from a ' +
    'value v in m/s²: acceleration magnitude less 9.80665; its part along gravity, less gravity; its ' +
    'part across; magnitude low-passed at 3 Hz less 9.80665. It is sign(v) · 0.75 · (√(1 + 2·|v|) − 1), ' +
    'limited to ±8.',
};
const RESULTS: readonly Port[] = [
  {
    name: 'landing',
    shape: [1, FRAMES_AT_ONCE, PAIRS],
    description:
      'Calibrated probabilities that a foot landed one delay before the second frame of the pair, ' +
      'and that one landed a frame later.',
  },
  {
    name: 'hindsight',
    shape: [1, PAIRS],
    description:
      'Calibrated probability that a foot landed at the first of those moments less ' +
      `${HINDSIGHT_SECONDS} s, now that more has been seen.`,
  },
  {
    name: 'on_foot',
    shape: [1, PAIRS],
    description:
      'Whether that moment lies between the first contact of a walk and the last: from 0 to 1, not ' +
      'calibrated.',
  },
  {
    name: 'logits',
    shape: [1, OUTPUTS, PAIRS],
    description:
      'What these come from, before calibration: the two contacts, hindsight, and being on foot.',
  },
];

/** A model to export; where it comes from, if that is known, goes along. */
export type ExportedModel = NetworkParameters & Partial<Pick<ModelFile, 'provenance'>>;

/**
 * The trained network as an ONNX model, for whoever wants to run it elsewhere. It takes a whole
 * stretch of T pairs of frames; before its first, all is zero, as in a detector that starts cold.
 *
 * Input `frames` [1, 8, T]; outputs `landing` [1, 2, T], `hindsight` and `on_foot` [1, T], probabilities,
 * and `logits` [1, 4, T]; all are 32-bit floats.
 *
 * @throws {RangeError} when there are not as many weights as the network has
 */
export function exportOnnx(model: ExportedModel): Uint8Array {
  if (model.weights.length !== PARAMETER_COUNT) {
    throw new RangeError(
      `The network has ${PARAMETER_COUNT} weights, not ${model.weights.length}.`,
    );
  }
  return joined([
    numberField(1, IR_VERSION),
    textField(2, 'stepstream'),
    graphField(7, {
      name: model.id,
      nodes: networkNodes(INPUT.name),
      constants: networkConstants(model),
      inputs: [INPUT],
      outputs: RESULTS,
    }),
    messageField(8, textField(1, ''), numberField(2, OPERATOR_SET)),
    ...Object.entries(metadata(model)).map(([key, value]) =>
      messageField(14, textField(1, key), textField(2, value)),
    ),
  ]);
}

function metadata(model: ExportedModel): Record<string, string> {
  return {
    ...model.provenance,
    id: model.id,
    delay: String(model.delay),
    threshold: String(model.threshold),
    walk_threshold: String(model.walkThreshold),
    hindsight_delay: String(model.delay + HINDSIGHT_SECONDS),
    hindsight_threshold: String(model.hindsightThreshold),
  };
}
