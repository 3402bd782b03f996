import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HAS_REDIS } from '@stepstream/testing/redis-server';
import { frameStream } from './load/frames.ts';
import type { BenchResults } from './results.ts';
import { needsRedis } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { verdicts } from './verdict.ts';

/** The bench reads /proc. */
const HAS_PROC = existsSync('/proc/self/schedstat');
const NEEDS_PROC = HAS_PROC ? '' : ' (skipped: there is no /proc here)';

/** Longest that all candidates may take to start, one after the other, on a busy machine. */
const QUICK_LIMIT_MS = 300_000;

const bench = (...args: string[]) =>
  Bun.spawnSync(['node', 'packages/server/bin/bun.js', 'bench/main.ts', ...args], {
    cwd: join(import.meta.dir, '..'),
  });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-bench-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.skipIf(!HAS_PROC)(
  `a quick run measures every scenario with every candidate${NEEDS_PROC}`,
  () => {
    const file = join(folder, 'quick.json');
    const { exitCode, stdout, stderr } = bench('--quick', '--json', file);
    expect({ exitCode, stderr: stderr.toString() }).toEqual({ exitCode: 0, stderr: '' });
    const results: BenchResults = JSON.parse(readFileSync(file, 'utf8'));
    const measured = results.measurements.map(({ scenario, candidate }) => [scenario, candidate]);
    const expected = Object.values(SCENARIOS).flatMap(({ name, candidates }) =>
      candidates
        .filter((candidate) => HAS_REDIS || !needsRedis(candidate))
        .map((candidate) => [name, candidate]),
    );
    expect(measured).toEqual(expected as string[][]);
    for (const measurement of results.measurements) {
      expect(measurement.cpuMicroseconds).toBeGreaterThan(0);
      expect(measurement.samplesPerSecond).toBeGreaterThan(0);
      expect(measurement.p99).toBeGreaterThanOrEqual(measurement.p50);
      // The bare servers answer with as much as Stepstream does.
      expect(measurement.answerBytes).toBeWithin(450, 700);
    }
    const said = stdout.toString();
    for (const { name } of Object.values(SCENARIOS)) expect(said).toContain(`\n${name}: `);
    for (const { what } of verdicts(results)) expect(said).toContain(what);
    expect(verdicts(results).length).toBeGreaterThanOrEqual(10);
  },
  QUICK_LIMIT_MS,
);

describe('wrong use is told, with exit code 2', () => {
  test.each([[['--scenario', 'none']], [['--rounds', '0']], [['--fast']]])('%p', (args) => {
    const { exitCode, stderr } = bench(...args);
    expect(exitCode).toBe(2);
    expect(stderr.toString()).not.toBe('');
  });
});

test('--help tells what it measures, and how to run a part of it', () => {
  const { exitCode, stdout } = bench('--help');
  expect(exitCode).toBe(0);
  for (const name of Object.keys(SCENARIOS)) expect(stdout.toString()).toContain(name);
});

describe('the frames of the load', () => {
  test.each([
    ['json', 1],
    ['json-batch', 50],
    ['binary-batch', 50],
  ] as const)('%s, %d samples each, go through the stream once', (framing, batch) => {
    const { bytes, offsets, count } = frameStream(framing, batch, 120);
    expect(count * batch).toBe(6000);
    expect(offsets[count]).toBe(bytes.length);
    const frame = bytes.slice(offsets[1], offsets[2]);
    const payload = unmask(frame);
    const first =
      framing === 'binary-batch'
        ? new DataView(payload.buffer).getFloat64(0, true)
        : times(JSON.parse(new TextDecoder().decode(payload)));
    expect(first).toBe(batch / 50);
  });

  /** The payload of a client's frame of 126 bytes or more. */
  function unmask(frame: Uint8Array): Uint8Array {
    expect((frame[1] ?? 0) & 0x7f).toBe(126);
    return frame.slice(8).map((byte, i) => byte ^ (frame[4 + (i & 3)] ?? 0));
  }

  function times(message: { timestamp?: number; samples?: { timestamp: number }[] }) {
    return message.timestamp ?? message.samples?.[0]?.timestamp;
  }
});
