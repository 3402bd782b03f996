import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { compileKernel, kernelModule } from './compile.ts';

test('the kernel that the detector carries is its source, compiled (npm run kernel)', async () => {
  const kept = new URL('../../../detector/src/network/kernel-binary.ts', import.meta.url);
  expect(readFileSync(kept, 'utf8')).toBe(kernelModule(await compileKernel()));
});
