import type { NetworkParameters } from '@stepstream/detector/internals';
import {
  BLOCK_TAPS,
  CHANNELS,
  DILATIONS,
  FRAMES_AT_ONCE,
  IN_HINDSIGHT,
  MEMORY_GAINS,
  ON_FOOT,
  ON_FOOT_LIMIT,
  STEM_TAPS,
  TENSORS,
} from '@stepstream/detector/internals';
import { floatConstant, type Graph, indexConstant, type Node } from './onnx-graph.ts';

/** Numbers in the memory's running means. */
const MEANS = MEMORY_GAINS.length * CHANNELS;

/**
 * The network's operations and what is made of its logits.
 *
 * @param input name of the pairs of frames
 */
export function networkNodes(input: string): Node[] {
  const stem = convolution('stem', input, { taps: STEM_TAPS });
  const list: Node[] = [stem, relu('stem.relu', stem.output)];
  let hidden = 'stem.relu';
  for (const [i, dilation] of DILATIONS.entries()) {
    const name = `blocks.${i}`;
    const depthwise = convolution(`${name}.depthwise`, hidden, {
      taps: BLOCK_TAPS,
      dilation,
      groups: CHANNELS,
    });
    const widen = convolution(`${name}.widen`, depthwise.output);
    const inner = relu(`${name}.inner`, widen.output);
    const narrow = convolution(`${name}.narrow`, inner.output);
    const added = relu(`${name}.added`, narrow.output);
    const sum = operation('Add', [hidden, added.output], `${name}.sum`);
    list.push(depthwise, widen, inner, narrow, added, sum);
    hidden = sum.output;
  }
  return [
    ...list,
    ...memory(hidden),
    { ...convolution('head', 'memory.sum'), output: 'logits' },
    pick('landing'),
    pick('hindsight'),
    pick('on_foot'),
    ...calibrated('landing', 'contact'),
    operation('Sigmoid', ['landing.calibrated'], 'landing'),
    // Being on foot has a say in hindsight, within limits.
    ...calibrated('hindsight', 'hindsight'),
    operation('Clip', ['on_foot.logit', 'on_foot.least', 'on_foot.most'], 'on_foot.limited'),
    operation('Mul', ['on_foot.limited', 'hindsight.on_foot'], 'on_foot.say'),
    operation('Add', ['hindsight.calibrated', 'on_foot.say'], 'hindsight.sum'),
    operation('Sigmoid', ['hindsight.sum'], 'hindsight'),
    operation('Sigmoid', ['on_foot.logit'], 'on_foot'),
  ];
}

/** Running means of the channels, pair by pair, and what they and the channels themselves add. */
function memory(hidden: string): Node[] {
  const repeated = MEMORY_GAINS.map(() => hidden);
  const mix = convolution('memory', 'memory.input');
  return [
    operation('Concat', repeated, 'memory.repeated', { axis: 1 }),
    {
      operation: 'Scan',
      inputs: ['memory.start', 'memory.repeated'],
      unused: ['memory.end'],
      output: 'memory.means',
      attributes: {
        body: RUNNING_MEANS,
        num_scan_inputs: 1,
        scan_input_axes: [2],
        scan_output_axes: [2],
      },
    },
    operation('Concat', [hidden, 'memory.means'], 'memory.input', { axis: 1 }),
    mix,
    relu('memory.added', mix.output),
    operation('Add', [hidden, 'memory.added'], 'memory.sum'),
  ];
}

/** From the means before a pair and the pair's channels to the means with it, which are also told. */
const RUNNING_MEANS: Graph = {
  name: 'running_means',
  nodes: [
    operation('Sub', ['newest', 'before'], 'difference'),
    operation('Mul', ['memory.gains', 'difference'], 'change'),
    operation('Add', ['before', 'change'], 'after'),
    operation('Identity', ['after'], 'told'),
  ],
  constants: [],
  inputs: ['before', 'newest'].map((name) => ({ name, shape: [1, MEANS] })),
  outputs: ['after', 'told'].map((name) => ({ name, shape: [1, MEANS] })),
};

/** Logits of an output through a calibration. */
function calibrated(output: string, calibration: string): Node[] {
  return [
    operation('Mul', [`${output}.logit`, `${calibration}.slope`], `${output}.scaled`),
    operation('Add', [`${output}.scaled`, `${calibration}.intercept`], `${output}.calibrated`),
  ];
}

function operation(
  name: string,
  inputs: readonly string[],
  output: string,
  attributes: Node['attributes'] = {},
): Node {
  return { operation: name, inputs, output, attributes };
}

function relu(output: string, input: string): Node {
  return operation('Relu', [input], output);
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
  return operation('Gather', ['logits', `${output}.index`], `${output}.logit`, { axis: 1 });
}

/** The constants of these operations: the weights, and how the logits are read. */
export function networkConstants(parameters: NetworkParameters): Uint8Array[] {
  const { weights, calibration, hindsightCalibration } = parameters;
  const gains = MEMORY_GAINS.flatMap((gain) => new Array<number>(CHANNELS).fill(gain));
  return [
    ...TENSORS.map(({ name, shape, offset, length }) =>
      floatConstant(name, kernelShape(name, shape), weights.subarray(offset, offset + length)),
    ),
    floatConstant('memory.gains', [1, MEANS], gains),
    floatConstant('memory.start', [1, MEANS], new Float32Array(MEANS)),
    floatConstant('contact.slope', [], [calibration.slope]),
    floatConstant('contact.intercept', [], [calibration.intercept]),
    floatConstant('hindsight.slope', [], [hindsightCalibration.slope]),
    floatConstant('hindsight.intercept', [], [hindsightCalibration.intercept]),
    floatConstant('hindsight.on_foot', [], [hindsightCalibration.onFoot]),
    floatConstant('on_foot.least', [], [-ON_FOOT_LIMIT]),
    floatConstant('on_foot.most', [], [ON_FOOT_LIMIT]),
    indexConstant('landing.index', [...Array(FRAMES_AT_ONCE).keys()]),
    indexConstant('hindsight.index', IN_HINDSIGHT),
    indexConstant('on_foot.index', ON_FOOT),
  ];
}

/** Conv wants its kernels as [to, from, tap]; a depthwise one is from a single channel. */
function kernelShape(name: string, shape: readonly number[]): readonly number[] {
  const [to = 0, second = 0] = shape;
  if (shape.length !== 2) return shape;
  return name.includes('depthwise') ? [to, 1, second] : [to, second, 1];
}
