import { bytesField, messageField, numberField, textField } from './protobuf.ts';

/**
 * The parts of an ONNX graph, as messages of `onnx.proto`. The numbers are that file's field numbers
 * and enumerations.
 */

const TENSOR_FLOAT = 1;
const TENSOR_INT64 = 7;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/** One operation. */
export interface Node {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whole numbers from 0 on, single or in lists, by name. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A tensor that comes in or goes out: sizes, and names of those that vary. */
export interface Port {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

/** A node of the graph; it is called as its output is. */
export function nodeField({ operation, inputs, output, attributes = {} }: Node): Uint8Array {
  return messageField(
    1,
    ...inputs.map((name) => textField(1, name)),
    textField(2, output),
    textField(3, output),
    textField(4, operation),
    ...Object.entries(attributes).map(([name, value]) =>
      messageField(5, ...attribute(name, value)),
    ),
  );
}

function attribute(name: string, value: number | readonly number[]): Uint8Array[] {
  return typeof value === 'number'
    ? [textField(1, name), numberField(3, value), numberField(20, ATTRIBUTE_INT)]
    : [
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

/** An input of the graph. */
export function inputField(port: Port): Uint8Array {
  return portField(11, port);
}

/** An output of the graph. */
export function outputField(port: Port): Uint8Array {
  return portField(12, port);
}

function portField(field: number, { name, shape, description }: Port): Uint8Array {
  const sizes = shape.map((size) =>
    messageField(1, typeof size === 'number' ? numberField(1, size) : textField(2, size)),
  );
  const type = messageField(1, numberField(1, TENSOR_FLOAT), messageField(2, ...sizes));
  return messageField(field, textField(1, name), messageField(2, type), textField(3, description));
}
