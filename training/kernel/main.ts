import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileKernel, kernelModule } from './compile.ts';

/** `npm run kernel`: compiles the network's kernel into `src/detector/learned/kernel-binary.ts`. */
const target = new URL('../../src/detector/learned/kernel-binary.ts', import.meta.url);
const binary = await compileKernel();
await writeFile(target, kernelModule(binary));
console.log(`${binary.length} bytes of WebAssembly in ${fileURLToPath(target)}`);
