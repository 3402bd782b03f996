import { heapStats } from 'bun:jsc';
import { block, fillSecond, registry } from './walk-seconds.ts';

/**
 * What a session holds that has walked for a minute, without its socket and without garbage:
 * `bun bench/memory.ts [SESSIONS]` prints bytes.
 */

const SESSIONS = Number(process.argv[2] ?? 3000);
const SECONDS = 60;

/**
 * Bytes that are in use when all garbage is collected. The heap's own size holds the memory of WebAssembly
 * twice, as that and as the buffer through which it is read.
 */
async function bytesInUse(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    Bun.gc(true);
    await Bun.sleep(50);
  }
  return heapStats().heapSize - process.memoryUsage().arrayBuffers;
}

/** Begins sessions and has each walk for a minute. */
function walk(sessions: number): void {
  const begun = Array.from({ length: sessions }, () =>
    registry.begin({ begin() {}, end() {}, hold() {}, leave() {} }),
  );
  for (let second = 0; second < SECONDS; second++) {
    fillSecond(second);
    for (const session of begun) {
      registry.touch(session);
      registry.push(session, block);
    }
  }
}

// The first ones bring what all share: compiled code, room in the heap.
walk(SESSIONS / 10);
const before = await bytesInUse();
walk(SESSIONS);
console.log(Math.round(((await bytesInUse()) - before) / SESSIONS));
process.exit(0);
