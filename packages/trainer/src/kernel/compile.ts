import { compileAssembly } from '../compile-assembly.ts';

/** Compiles the network's kernel. The same source gives the same bytes. */
export function compileKernel(): Promise<Uint8Array> {
  return compileAssembly(new URL('assembly/kernel.ts', import.meta.url), 1, ['--converge']);
}

/** The module that holds the compiled kernel, as it stands in `packages/detector/src/network/`. */
export function kernelModule(binary: Uint8Array): string {
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,90}/g) ?? [];
  return [
    '/**',
    ' * `packages/trainer/src/kernel/assembly/kernel.ts`, compiled by `npm run kernel`: WebAssembly in base64. A test',
    ' * compiles it again and compares.',
    ' */',
    'export const KERNEL =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
