import { fnv1a } from '../checksum.ts';
import type { NetworkParameters } from '../network/network-model.ts';
import { PARAMETER_COUNT, TENSORS } from '../network/shape.ts';
import { ModelFileError, quoted } from './model-file-error.ts';
import { CHECKSUM_KEY, readMetadata, writeMetadata } from './model-metadata.ts';
import { type FloatTensor, readSafetensors, writeSafetensors } from './safetensors.ts';

/** A trained model, and where it comes from. */
export interface ModelFile extends NetworkParameters {
  /** How it was made: seed, command, recordings; free texts by name. */
  readonly provenance: Readonly<Record<string, string>>;
}

/**
 * Reads a trained model from a safetensors file: the tensors of `TENSORS`, and how their outputs are
 * to be read. What it returns is what {@link serializeModel} was given, to the last bit.
 *
 * @throws {ModelFileError} when it is not a model, damaged, of another version or another network
 */
export function parseModel(bytes: Uint8Array): ModelFile {
  const { tensors, metadata } = readSafetensors(bytes);
  // What the file claims to be comes first: a file of another version may differ in all the rest.
  const { checksum, ...parameters } = readMetadata(metadata);
  const weights = joinTensors(tensors);
  if (checksum !== sumUp(metadata, weights)) {
    throw new ModelFileError('damaged', 'its checksum does not match');
  }
  return { ...parameters, weights };
}

/**
 * Writes a trained model as a safetensors file. The same model gives the same bytes.
 *
 * @param model weights in the order of `TENSORS`; provenance is optional
 * @throws {RangeError} for parameters that {@link parseModel} would not take
 */
export function serializeModel(
  model: NetworkParameters & { readonly provenance?: ModelFile['provenance'] },
): Uint8Array {
  const { weights } = model;
  if (weights.length !== PARAMETER_COUNT) {
    throw new RangeError(`The network has ${PARAMETER_COUNT} weights, not ${weights.length}.`);
  }
  const metadata = writeMetadata(model);
  metadata.set(CHECKSUM_KEY, sumUp(metadata, weights));
  const tensors = TENSORS.map(({ name, shape, offset, length }): [string, FloatTensor] => [
    name,
    { shape, values: weights.subarray(offset, offset + length) },
  ]);
  return writeSafetensors(new Map(tensors), metadata);
}

/** All weights in the order of `TENSORS`, whatever order the file has them in. */
function joinTensors(tensors: ReadonlyMap<string, FloatTensor>): Float32Array {
  const weights = new Float32Array(PARAMETER_COUNT);
  for (const { name, shape, offset } of TENSORS) {
    const found = tensors.get(name);
    if (!found) throw new ModelFileError('wrong_shape', `it has no tensor ${quoted(name)}`);
    if (found.shape.join() !== shape.join()) {
      const detail = `tensor ${quoted(name)} is [${found.shape}] and should be [${shape}]`;
      throw new ModelFileError('wrong_shape', detail);
    }
    weights.set(found.values, offset);
  }
  if (tensors.size > TENSORS.length) {
    const own = new Set(TENSORS.map(({ name }) => name));
    const other = [...tensors.keys()].find((name) => !own.has(name)) ?? '';
    throw new ModelFileError('wrong_shape', `it has a tensor ${quoted(other)} too many`);
  }
  return weights;
}

/** The checksum over the metadata (but the checksum itself), by name, and then the weights. */
function sumUp(metadata: ReadonlyMap<string, string>, weights: Float32Array): string {
  const entries = [...metadata].filter(([key]) => key !== CHECKSUM_KEY);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = new TextEncoder().encode(JSON.stringify(entries));
  const numbers = new DataView(new ArrayBuffer(weights.length * 4));
  for (const [i, weight] of weights.entries()) numbers.setFloat32(i * 4, weight, true);
  const sum = fnv1a(new Uint8Array(numbers.buffer), fnv1a(texts));
  return `fnv1a-${sum.toString(16).padStart(8, '0')}`;
}
