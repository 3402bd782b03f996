import { fileURLToPath } from 'node:url';

/**
 * Compiles the network's kernel; takes a second or two. The same source gives the same bytes.
 *
 * @throws {Error} where the compiler is not installed, or the source does not compile
 */
export async function compileKernel(): Promise<Uint8Array> {
  const asc = await import('assemblyscript/asc').catch(() => {
    throw new Error('The kernel needs AssemblyScript: run `npm ci` in a clone of the repository.');
  });
  const source = fileURLToPath(new URL('assembly/kernel.ts', import.meta.url));
  const outputs = new Map<string, Uint8Array | string>();
  const { error, stderr } = await asc.main(
    [
      ...[source, '--outFile', 'kernel.wasm', '--enable', 'simd', '-O3', '--converge'],
      ...['--noAssert', '--runtime', 'stub', '--initialMemory', '1'],
    ],
    { writeFile: (name, contents) => void outputs.set(name, contents) },
  );
  const binary = outputs.get('kernel.wasm');
  if (error || !(binary instanceof Uint8Array)) throw new Error(`kernel.ts: ${stderr.toString()}`);
  return binary;
}

/** The module that holds the compiled kernel, as it stands in `src/detector/learned/`. */
export function kernelModule(binary: Uint8Array): string {
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,90}/g) ?? [];
  return [
    '/**',
    ' * `training/kernel/assembly/kernel.ts`, compiled by `npm run kernel`: WebAssembly in base64. A test',
    ' * compiles it again and compares.',
    ' */',
    'export const KERNEL =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
