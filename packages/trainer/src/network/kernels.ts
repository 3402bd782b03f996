import { compileAssembly } from '../compile-assembly.ts';

/** The functions of `assembly/kernels.ts` and `assembly/mixing.ts`; addresses and strides are bytes in `memory`. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  mix(
    rows: number,
    inputs: number,
    weights: number,
    bias: number,
    y: number,
    outputs: number,
    stride: number,
    length: number,
    rectify: boolean,
  ): void;
  mixGradient(
    a: number,
    outputs: number,
    stride: number,
    rows: number,
    inputs: number,
    gradient: number,
    length: number,
  ): void;
  biasGradient(a: number, channels: number, stride: number, gradient: number, length: number): void;
  depthwise(
    x: number,
    weights: number,
    bias: number,
    y: number,
    channels: number,
    stride: number,
    length: number,
    dilation: number,
  ): void;
  depthwiseGradient(
    x: number,
    weights: number,
    dy: number,
    dx: number,
    gradient: number,
    channels: number,
    stride: number,
    length: number,
    dilation: number,
  ): void;
  runningMean(
    x: number,
    y: number,
    channels: number,
    stride: number,
    length: number,
    gain: number,
  ): void;
  runningMeanGradient(
    dy: number,
    dx: number,
    channels: number,
    stride: number,
    length: number,
    gain: number,
  ): void;
  add(x: number, y: number, channels: number, stride: number, length: number): void;
  gate(x: number, gated: number, y: number, channels: number, stride: number, length: number): void;
}

/** Pages of 64 KiB: 16 MiB, several times what the network and a crop need. */
const PAGES = 256;

/**
 * Compiles the kernels, which takes a second or two; so there is no binary to keep and none to
 * trust.
 *
 * @throws {Error} where the compiler is not installed, or the source does not compile
 */
export async function compileKernels(): Promise<Kernels> {
  const binary = await compileAssembly(new URL('assembly/kernels.ts', import.meta.url), PAGES);
  const module = await WebAssembly.compile(binary as BufferSource);
  const instance = await WebAssembly.instantiate(module, { env: { abort() {} } });
  return instance.exports as unknown as Kernels;
}
