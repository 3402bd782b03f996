import { expect, test } from 'bun:test';
import { totalmem } from 'node:os';
import { autoBudget, availableMemory } from './memory-size.ts';

const MIB = 1024 ** 2;
const files = (texts: Record<string, string>) => (path: string) => texts[path] ?? '';

test('a container has as much memory as its control group says, of either version', () => {
  const of = (texts: Record<string, string>) => availableMemory(files(texts));
  expect(of({ '/sys/fs/cgroup/memory.max': `${512 * MIB}` })).toBe(512 * MIB);
  expect(of({ '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${256 * MIB}` })).toBe(256 * MIB);
  const own = { '/proc/self/cgroup': '4:cpu,memory:/a/b\n0::/c' };
  expect(of({ ...own, '/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes': `${128 * MIB}` })).toBe(
    128 * MIB,
  );
  expect(of({ ...own, '/sys/fs/cgroup/c/memory.max': `${64 * MIB}` })).toBe(64 * MIB);
});

test('without a limit it is the memory of the machine', () => {
  expect(availableMemory(files({}))).toBe(totalmem());
  expect(availableMemory(files({ '/sys/fs/cgroup/memory.max': 'max' }))).toBe(totalmem());
  const huge = { '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712' };
  expect(availableMemory(files(huge))).toBe(totalmem());
  expect(availableMemory()).toBeGreaterThan(0);
});

test('a quarter of it is for what waits, within bounds', () => {
  expect(autoBudget(512 * MIB)).toBe(128 * MIB);
  expect(autoBudget(64 * MIB)).toBe(32 * MIB);
  expect(autoBudget(64 * 1024 * MIB)).toBe(1024 * MIB);
});
