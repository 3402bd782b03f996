import { fileURLToPath } from 'node:url';

/** The functions of `assembly/kernels.ts`; addresses and strides are bytes in `memory`. */
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
  const asc = await import('assemblyscript/asc').catch(() => {
    throw new Error('Training needs AssemblyScript: run `npm ci` in a clone of the repository.');
  });
  const source = fileURLToPath(new URL('assembly/kernels.ts', import.meta.url));
  const outputs = new Map<string, Uint8Array | string>();
  const { error, stderr } = await asc.main(
    [
      source,
      '--outFile',
      'kernels.wasm',
      '--enable',
      'simd',
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--initialMemory',
      String(PAGES),
    ],
    { writeFile: (name, contents) => void outputs.set(name, contents) },
  );
  const binary = outputs.get('kernels.wasm');
  if (error || !(binary instanceof Uint8Array)) throw new Error(`kernels.ts: ${stderr.toString()}`);
  const module = await WebAssembly.compile(binary as BufferSource);
  const instance = await WebAssembly.instantiate(module, { env: { abort() {} } });
  return instance.exports as unknown as Kernels;
}
