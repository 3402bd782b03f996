import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BYTES_PER_MB = 1_048_576;
/** Where Linux has its control groups for memory: of version 2, and of version 1. */
const VERSION_2 = '/sys/fs/cgroup';
const VERSION_1 = '/sys/fs/cgroup/memory';

/** A control group of Linux: what runs in it gets so much memory, and is killed when it takes more. */
export class MemoryCage {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Makes one.
   *
   * @param megabytes of 1,048,576 bytes
   * @throws {Error} without the right to, or on a system that has none
   */
  static make(megabytes: number): MemoryCage {
    const isVersion2 = existsSync(join(VERSION_2, 'cgroup.controllers'));
    const folder = join(isVersion2 ? VERSION_2 : VERSION_1, `stepstream-chaos-${process.pid}`);
    try {
      if (isVersion2) writeFileSync(join(VERSION_2, 'cgroup.subtree_control'), '+memory');
      mkdirSync(folder);
      const limit = isVersion2 ? 'memory.max' : 'memory.limit_in_bytes';
      writeFileSync(join(folder, limit), String(megabytes * BYTES_PER_MB));
    } catch (error) {
      throw new Error('no control group for memory can be made: this needs Linux, and root', {
        cause: error,
      });
    }
    return new MemoryCage(folder);
  }

  /** A command that runs `command` in it. */
  within(command: readonly string[]): string[] {
    return [
      '/bin/sh',
      '-c',
      'echo $$ >"$0"; exec "$@"',
      join(this.#folder, 'cgroup.procs'),
      ...command,
    ];
  }

  /** The most memory that was in use in it so far, with what the system kept of files; in MB. */
  get peak(): number {
    for (const name of ['memory.peak', 'memory.max_usage_in_bytes']) {
      const path = join(this.#folder, name);
      if (existsSync(path)) return Number(readFileSync(path, 'utf8')) / BYTES_PER_MB;
    }
    return Number.NaN;
  }

  /** Removes it; nothing may run in it any more. */
  remove(): void {
    rmdirSync(this.#folder);
  }
}
