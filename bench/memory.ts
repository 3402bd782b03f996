import { heapStats } from 'bun:jsc';
import { createSampleBlock, ROW_LENGTH } from '@stepstream/protocol';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';
import { SessionRegistry, systemClock } from 'stepstream/internals';
import { syntheticWalk } from './load/frames.ts';

/**
 * What a session holds that has walked for a minute, without its socket and without garbage:
 * `bun bench/memory.ts [SESSIONS]` prints bytes.
 */

const SESSIONS = Number(process.argv[2] ?? 3000);
const SECONDS = 60;
const RATE = 50;

const registry = new SessionRegistry({
  clock: systemClock,
  model: loadModel(DEFAULT_CONFIG.model),
  timeoutSeconds: DEFAULT_CONFIG.sessionTimeout,
  resume: { windowSeconds: DEFAULT_CONFIG.resumeWindow, most: DEFAULT_CONFIG.maxDetached },
});
const accel = syntheticWalk();
const block = createSampleBlock();
block.timed = true;
block.count = RATE;

/** A second of the walk, into the block. */
function fill(second: number): void {
  for (let i = 0; i < RATE; i++) {
    const sample = second * RATE + i;
    const from = (3 * sample) % accel.length;
    block.rows[i * ROW_LENGTH] = sample / RATE;
    block.rows.set(accel.subarray(from, from + 3), i * ROW_LENGTH + 1);
  }
}

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
    fill(second);
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
