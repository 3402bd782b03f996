import { expect, test } from 'bun:test';
import { bunPackages } from './find-bun.js';

test.each([
  ['linux', 'x64', ['@oven/bun-linux-x64', '@oven/bun-linux-x64-musl']],
  ['linux', 'arm64', ['@oven/bun-linux-aarch64', '@oven/bun-linux-aarch64-musl']],
  ['android', 'arm64', ['@oven/bun-linux-aarch64-android']],
  ['darwin', 'arm64', ['@oven/bun-darwin-aarch64']],
  ['win32', 'x64', ['@oven/bun-windows-x64']],
  ['linux', 'arm', []],
  ['aix', 'ppc64', []],
])('on %s with %s, Bun may be in %p', (platform, arch, packages) => {
  expect(bunPackages(platform, arch)).toEqual(packages);
});
