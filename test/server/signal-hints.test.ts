import { describe, expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readRecording } from '@stepstream/formats';
import { createSampleBlock, DEFAULT_SETTINGS, ROW_LENGTH } from '@stepstream/protocol';
import { DATA, HAS_DATA, NEEDS_DATA } from '@stepstream/testing/data';
import { rows } from '@stepstream/testing/stream';
import { SensorClock, SignalHints } from 'stepstream/internals';

const SETS = HAS_DATA
  ? readdirSync(DATA, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  : [];
const FRAME = 50;
const block = createSampleBlock();

describe.skipIf(!HAS_DATA)(`the signal of real recordings${NEEDS_DATA}`, () => {
  test.each(SETS.map(({ name }) => name))('%s has no hint, and its times are kept', async (set) => {
    const folder = join(DATA, set);
    const files = readdirSync(folder).filter((file) => file.endsWith('.csv.gz'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const samples = rows(await readRecording(join(folder, file)));
      const clock = new SensorClock();
      const hints = new SignalHints();
      let changed = 0;
      let isDecided = false;
      for (let from = 0; from < samples.length; from += FRAME) {
        const frame = samples.slice(from, from + FRAME);
        frame.forEach((sample, row) => {
          block.rows.set(sample, row * ROW_LENGTH);
        });
        block.count = frame.length;
        block.timed = true;
        if (clock.take(block)) changed++;
        frame.forEach(([time], row) => {
          if (block.rows[row * ROW_LENGTH] !== time) changed++;
        });
        if (!isDecided) isDecided = hints.look(block, DEFAULT_SETTINGS, 0);
      }
      expect([file, changed, hints.given]).toEqual([file, 0, []]);
    }
  });
});
