import { bytesField, messageField, numberField, textField } from './protobuf.ts';

/**
 * The parts of an ONNX graph, as messages of `onnx.proto`. The numbers are that file's field numbers
 * and enumerations.
 */

const TENSOR_FLOAT = 1;
const TENSOR_INT64 = 7;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_GRAPH = 5;
const ATTRIBUTE_INTS = 7;

/** Operations from inputs to outputs. */
export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  /** Fields of constants, as {@link floatConstant} and {@link indexConstant} make them. */
  readonly constants: readonly Uint8Array[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** One operation. */
export interface Node {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Outputs that stand before it, and that nothing needs. */
  readonly unused?: readonly string[];
  /** Whole numbers from 0 on, single or in lists, and graphs that the operation runs; by name. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

type Attribute = number | readonly number[] | Graph;

/** A tensor that comes in or goes out: sizes, and names of those that vary. */
export interface Port {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly description?: string;
}

/** A graph, as a message under the number of a field. */
export function graphField(
  field: number,
  { name, nodes, constants, inputs, outputs }: Graph,
): Uint8Array {
  return messageField(
    field,
    ...nodes.map(nodeField),
    textField(2, name),
    ...constants,
    ...inputs.map((port) => portField(11, port)),
    ...outputs.map((port) => portField(12, port)),
  );
}

/** A node of the graph; it is called as its output is. */
function nodeField(node: Node): Uint8Array {
  const { operation, inputs, output, unused = [], attributes = {} } = node;
  return messageField(
    1,
    ...inputs.map((name) => textField(1, name)),
    ...unused.map((name) => textField(2, name)),
    textField(2, output),
    textField(3, output),
    textField(4, operation),
    ...Object.entries(attributes).map(([name, value]) =>
      messageField(5, ...attribute(name, value)),
    ),
  );
}

function attribute(name: string, value: Attribute): Uint8Array[] {
  if (typeof value === 'number') {
    return [textField(1, name), numberField(3, value), numberField(20, ATTRIBUTE_INT)];
  }
  if ('nodes' in value) {
    return [textField(1, name), graphField(6, value), numberField(20, ATTRIBUTE_GRAPH)];
  }
  return [
    textField(1, name),
    ...value.map((one) => numberField(8, one)),
    numberField(20, ATTRIBUTE_INTS),
  ];
}

/** A constant of the graph: floats of a shape; an empty shape is a single number. */
export function floatConstant(
  name: string,
  shape: readonly number[],
  values: ArrayLike<number>,
): Uint8Array {
  const raw = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) raw.setFloat32(i * 4, values[i] as number, true);
  return constant(name, shape, TENSOR_FLOAT, raw);
}

/** A constant of the graph: a whole number, or a list of them. */
export function indexConstant(name: string, value: number | readonly number[]): Uint8Array {
  const [shape, values] = typeof value === 'number' ? [[], [value]] : [[value.length], value];
  const raw = new DataView(new ArrayBuffer(values.length * 8));
  for (const [i, one] of values.entries()) raw.setBigInt64(i * 8, BigInt(one), true);
  return constant(name, shape, TENSOR_INT64, raw);
}

function constant(
  name: string,
  shape: readonly number[],
  type: number,
  raw: DataView<ArrayBuffer>,
): Uint8Array {
  return messageField(
    5,
    ...shape.map((size) => numberField(1, size)),
    numberField(2, type),
    textField(8, name),
    bytesField(9, new Uint8Array(raw.buffer)),
  );
}

function portField(field: number, { name, shape, description }: Port): Uint8Array {
  const sizes = shape.map((size) =>
    messageField(1, typeof size === 'number' ? numberField(1, size) : textField(2, size)),
  );
  const type = messageField(1, numberField(1, TENSOR_FLOAT), messageField(2, ...sizes));
  const described = description === undefined ? [] : [textField(3, description)];
  return messageField(field, textField(1, name), messageField(2, type), ...described);
}
