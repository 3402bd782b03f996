import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aMinute, createWorld, stepsOf, type World } from '../client/world.ts';
import { NEEDS_WEBSOCKETS, PYTHON } from './python.ts';
import { runLines, toCsv } from './walk-file.ts';

const EXAMPLE = join(import.meta.dir, '../../examples/python/stream.py');
/** A minute in three seconds. */
const SPEED = 20;

let world: World;
let folder: string;
beforeAll(async () => {
  world = await createWorld();
  folder = await mkdtemp(join(tmpdir(), 'stepstream-python-'));
  await writeFile(join(folder, 'walk.csv'), toCsv(aMinute()));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await world.stop();
});

const steps = stepsOf(aMinute()).length;
const stream = () =>
  runLines(PYTHON ?? '', EXAMPLE, join(folder, 'walk.csv'), world.proxy.streamUrl, String(SPEED));

test.skipIf(!PYTHON)(
  `the Python example counts a walk${NEEDS_WEBSOCKETS}`,
  async () => {
    expect((await stream()).at(-1)).toBe(`total ${steps}, dropped 0`);
    expect(world.server.registry.size).toBe(0);
  },
  60_000,
);

test.skipIf(!PYTHON)(
  `and loses nothing when the link is cut${NEEDS_WEBSOCKETS}`,
  async () => {
    const before = world.proxy.accepted;
    const cutter = setInterval(() => {
      // Sometimes the answers are lost before, so that the server knows more than the client.
      if (world.proxy.accepted % 2 === 0) world.proxy.loseAnswers();
      setTimeout(() => world.proxy.cut(), 100);
    }, 700);
    try {
      expect((await stream()).at(-1)).toBe(`total ${steps}, dropped 0`);
    } finally {
      clearInterval(cutter);
    }
    expect(world.proxy.accepted - before).toBeGreaterThan(2);
  },
  60_000,
);
