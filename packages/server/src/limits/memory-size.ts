import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

/** The part of memory that `auto` gives to what waits, and the most and least of it, in bytes. */
const AUTO_PART = 1 / 4;
const MAX_AUTO_BYTES = 1024 ** 3;
const MIN_AUTO_BYTES = 32 * 1024 ** 2;

/** Where containers say how much memory they have: control groups of version 2, and of version 1. */
const LIMIT_FILES = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];

/** Memory that this process may take, in bytes: what its container has, or the machine. */
export function availableMemory(read: (path: string) => string = readText): number {
  const limits = [...LIMIT_FILES, ...ownGroupFiles(read)].map((path) => Number(read(path)));
  return Math.min(...limits.filter((limit) => limit > 0), totalmem());
}

/** The budget that `auto` stands for, in bytes. */
export function autoBudget(memory: number): number {
  return Math.round(Math.min(Math.max(memory * AUTO_PART, MIN_AUTO_BYTES), MAX_AUTO_BYTES));
}

/** Where the files of this process's own group are, which a container sees as the topmost one. */
function ownGroupFiles(read: (path: string) => string): string[] {
  const groups = read('/proc/self/cgroup').split('\n');
  return groups.flatMap((line) => {
    const [, kinds = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === '') return [];
    if (kinds === '') return [`/sys/fs/cgroup${path}/memory.max`];
    const isMemory = kinds.split(',').includes('memory');
    return isMemory ? [`/sys/fs/cgroup/memory${path}/memory.limit_in_bytes`] : [];
  });
}

/** What a file says; nothing where there is none. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
