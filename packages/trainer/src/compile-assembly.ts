import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Compiles AssemblyScript to WebAssembly with four float32 lanes; takes a second or two. The same
 * source and options give the same bytes.
 *
 * @param source the file
 * @param pages of 64 KiB that its memory begins with
 * @param options more of the compiler's own
 * @throws {Error} where the compiler is not installed, or the source does not compile
 */
export async function compileAssembly(
  source: URL,
  pages: number,
  options: readonly string[] = [],
): Promise<Uint8Array> {
  const path = fileURLToPath(source);
  const asc = await import('assemblyscript/asc').catch(() => {
    throw new Error(
      `${basename(path)} needs AssemblyScript: run \`npm ci\` in a clone of the repository.`,
    );
  });
  const outputs = new Map<string, Uint8Array | string>();
  const { error, stderr } = await asc.main(
    [
      ...[path, '--outFile', 'out.wasm', '--enable', 'simd', '-O3', '--noAssert'],
      ...['--runtime', 'stub', '--initialMemory', String(pages), ...options],
    ],
    { writeFile: (name, contents) => void outputs.set(name, contents) },
  );
  const binary = outputs.get('out.wasm');
  if (error || !(binary instanceof Uint8Array)) {
    throw new Error(`${basename(path)}: ${stderr.toString()}`);
  }
  return binary;
}
