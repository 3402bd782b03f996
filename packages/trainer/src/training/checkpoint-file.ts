import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { PARAMETER_COUNT } from '@stepstream/detector/internals';
import type { Checkpoint } from './train.ts';

/** Keeps a training's checkpoint in a file, under a name that tells which training it is of. */
export class CheckpointFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The checkpoint; undefined where there is none, or it is not of this network. */
  load(): Checkpoint | undefined {
    if (!existsSync(this.#path)) return undefined;
    const bytes = readFileSync(this.#path);
    if (bytes.length !== 8 * (2 + 3 * PARAMETER_COUNT)) return undefined;
    const values = new Float64Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    );
    const part = (index: number) =>
      values.slice(2 + index * PARAMETER_COUNT, 2 + (index + 1) * PARAMETER_COUNT);
    return {
      batch: values[0] as number,
      parameters: Float32Array.from(part(0)),
      optimizer: { steps: values[1] as number, mean: part(1), square: part(2) },
    };
  }

  /** Written beside and then put in place: an interruption leaves the old one whole. */
  save({ batch, parameters, optimizer }: Checkpoint): void {
    const values = new Float64Array(2 + 3 * PARAMETER_COUNT);
    values.set([batch, optimizer.steps]);
    values.set(parameters, 2);
    values.set(optimizer.mean, 2 + PARAMETER_COUNT);
    values.set(optimizer.square, 2 + 2 * PARAMETER_COUNT);
    writeFileSync(`${this.#path}.new`, new Uint8Array(values.buffer));
    renameSync(`${this.#path}.new`, this.#path);
  }
}
