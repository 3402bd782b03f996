import type { ModelFile, NetworkParameters } from '@stepstream/detector/internals';
import {
  BLOCK_TAPS,
  CHANNELS,
  DILATIONS,
  FRAMES_AT_ONCE,
  INPUTS,
  OUTPUTS,
  PARAMETER_COUNT,
  SIDE,
  STEM_TAPS,
  TENSORS,
} from '@stepstream/detector/internals';
import {
  floatConstant,
  indexConstant,
  inputField,
  type Node,
  nodeField,
  outputField,
  type Port,
} from './onnx-graph.ts';
import { joined, messageField, numberField, textField } from './protobuf.ts';

/** The newest version of the format that is needed, and of its operators; both from 2022. */
const IR_VERSION = 8;
const OPERATOR_SET = 17;

/** Name of the number of pairs of frames, which varies. */
const PAIRS = 'T';

const INPUT: Port = {
  name: 'frames',
  shape: [1, INPUTS, PAIRS],
  description:
    'Frames at 50 Hz, two at a time: the features of the first, then of the second. Each is 1/4 of: ' +
    'acceleration magnitude less 9.80665 m/s²; its part along gravity, less gravity; its part ' +
    'across; magnitude low-passed at 3 Hz less 9.80665 m/s². Limited to ±8.',
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
    name: 'side',
    shape: [1, PAIRS],
    description: 'Probability of one foot against the other; only its changes have a meaning.',
  },
  {
    name: 'logits',
    shape: [1, OUTPUTS, PAIRS],
    description:
      'What the probabilities come from: the contacts, before calibration, and the side.',
  },
];

/** A model to export; where it comes from, if that is known, goes along. */
export type ExportedModel = NetworkParameters & Partial<Pick<ModelFile, 'provenance'>>;

/**
 * The trained network as an ONNX model, for whoever wants to run it elsewhere. It takes a whole
 * stretch of T pairs of frames; before its first, all is zero, as in a detector that starts cold.
 *
 * Input `frames` [1, 8, T]; outputs `landing` [1, 2, T] and `side` [1, T], probabilities, and `logits`
 * [1, 3, T]; all are 32-bit floats.
 *
 * @throws {RangeError} when there are not as many weights as the network has
 */
export function exportOnnx(model: ExportedModel): Uint8Array {
  if (model.weights.length !== PARAMETER_COUNT) {
    throw new RangeError(
      `The network has ${PARAMETER_COUNT} weights, not ${model.weights.length}.`,
    );
  }
  const graph = [
    ...nodes().map(nodeField),
    textField(2, model.id),
    ...constants(model),
    inputField(INPUT),
    ...RESULTS.map(outputField),
  ];
  return joined([
    numberField(1, IR_VERSION),
    textField(2, 'stepstream'),
    messageField(7, ...graph),
    messageField(8, textField(1, ''), numberField(2, OPERATOR_SET)),
    ...Object.entries(metadata(model)).map(([key, value]) =>
      messageField(14, textField(1, key), textField(2, value)),
    ),
  ]);
}

function nodes(): Node[] {
  const stem = convolution('stem', INPUT.name, { taps: STEM_TAPS });
  const list: Node[] = [stem, { operation: 'Relu', inputs: [stem.output], output: 'stem.relu' }];
  let hidden = 'stem.relu';
  for (const [i, dilation] of DILATIONS.entries()) {
    const name = `blocks.${i}`;
    const depthwise = convolution(`${name}.depthwise`, hidden, {
      taps: BLOCK_TAPS,
      dilation,
      groups: CHANNELS,
    });
    const pointwise = convolution(`${name}.pointwise`, depthwise.output);
    const relu = { operation: 'Relu', inputs: [pointwise.output], output: `${name}.relu` };
    const sum = { operation: 'Add', inputs: [hidden, relu.output], output: `${name}.sum` };
    list.push(depthwise, pointwise, relu, sum);
    hidden = sum.output;
  }
  return [
    ...list,
    { ...convolution('head', hidden), output: 'logits' },
    pick('landing'),
    { operation: 'Mul', inputs: ['landing.logit', 'slope'], output: 'landing.scaled' },
    { operation: 'Add', inputs: ['landing.scaled', 'intercept'], output: 'landing.calibrated' },
    { operation: 'Sigmoid', inputs: ['landing.calibrated'], output: 'landing' },
    pick('side'),
    { operation: 'Sigmoid', inputs: ['side.logit'], output: 'side' },
  ];
}

/** A causal convolution with the weights of a name: zeros stand before the first frame. */
function convolution(
  name: string,
  input: string,
  { taps = 1, dilation = 1, groups = 1 } = {},
): Node {
  return {
    operation: 'Conv',
    inputs: [input, `${name}.weight`, `${name}.bias`],
    output: `${name}.output`,
    attributes: {
      kernel_shape: [taps],
      dilations: [dilation],
      group: groups,
      pads: [(taps - 1) * dilation, 0],
    },
  };
}

/** The logits of an output: several, or one without the dimension of the outputs. */
function pick(output: string): Node {
  return {
    operation: 'Gather',
    inputs: ['logits', `${output}.index`],
    output: `${output}.logit`,
    attributes: { axis: 1 },
  };
}

function constants({ weights, calibration }: NetworkParameters): Uint8Array[] {
  return [
    ...TENSORS.map(({ name, shape, offset, length }) =>
      floatConstant(name, kernelShape(name, shape), weights.subarray(offset, offset + length)),
    ),
    floatConstant('slope', [], [calibration.slope]),
    floatConstant('intercept', [], [calibration.intercept]),
    indexConstant('landing.index', [...Array(FRAMES_AT_ONCE).keys()]),
    indexConstant('side.index', SIDE),
  ];
}

/** Conv wants its kernels as [to, from, tap]; a depthwise one is from a single channel. */
function kernelShape(name: string, shape: readonly number[]): readonly number[] {
  const [to = 0, second = 0] = shape;
  if (shape.length !== 2) return shape;
  return name.includes('depthwise') ? [to, 1, second] : [to, second, 1];
}

function metadata(model: ExportedModel): Record<string, string> {
  return {
    ...model.provenance,
    id: model.id,
    delay: String(model.delay),
    threshold: String(model.threshold),
    walk_threshold: String(model.walkThreshold),
  };
}
