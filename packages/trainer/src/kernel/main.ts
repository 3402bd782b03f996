import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileKernel, kernelModule } from './compile.ts';

/** `npm run kernel`: compiles the network's kernel into `packages/detector/src/network/kernel-binary.ts`. */
const target = new URL('../../../detector/src/network/kernel-binary.ts', import.meta.url);
const binary = await compileKernel();
await writeFile(target, kernelModule(binary));
console.log(`${binary.length} bytes of WebAssembly in ${fileURLToPath(target)}`);
