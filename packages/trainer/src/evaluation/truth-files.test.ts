import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, hasDataFolder } from './data-folder.ts';
import { DatasetError } from './datasets.ts';
import { loadAll } from './load.ts';
import { countInside } from './segments.ts';
import { readCheckedSteps, readMask, withoutRepeats } from './truth-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-truth-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A recording's path with these files beside it. */
async function recordingWith(name: string, files: Record<string, string>): Promise<string> {
  for (const [ending, text] of Object.entries(files)) {
    await writeFile(join(folder, name + ending), text);
  }
  return join(folder, `${name}.csv.gz`);
}

describe('readCheckedSteps', () => {
  test('steps, none, or not known', async () => {
    const known = await recordingWith('known', {
      '.count.json': '{"steps": 2}',
      '.steps.csv': 'timestamp,foot\n1,L\n1.5,R\n',
    });
    expect(await readCheckedSteps(known)).toHaveLength(2);
    const none = await recordingWith('none', { '.count.json': '{"steps": 0}' });
    expect(await readCheckedSteps(none)).toEqual([]);
    const unknown = await recordingWith('unknown', { '.count.json': '{"activity": "jumping"}' });
    expect(await readCheckedSteps(unknown)).toBeNull();
  });

  const wrong: [string, Record<string, string>, string][] = [
    ['a missing count', {}, 'is missing'],
    ['no JSON', { '.count.json': '{' }, 'is not JSON'],
    ['half a step', { '.count.json': '{"steps": 0.5}' }, 'has neither "steps"'],
    [
      'another number of steps',
      { '.count.json': '{"steps": 3}', '.steps.csv': 'timestamp\n1\n' },
      'says 3 steps, but',
    ],
  ];
  for (const [what, files, message] of wrong) {
    test(`refuses ${what}`, async () => {
      const path = await recordingWith(what.replaceAll(' ', '_'), files);
      await expect(readCheckedSteps(path)).rejects.toBeInstanceOf(DatasetError);
      await expect(readCheckedSteps(path)).rejects.toThrow(message);
    });
  }
});

describe('readMask', () => {
  test('in order, joined, without rows that hold nothing', async () => {
    const text = 'start,end\n9,10\n0,1\n300.2,299.9\n0.5,2\n';
    expect(await readMask(await recordingWith('masked', { '.mask.csv': text }))).toEqual([
      { start: 0, end: 2 },
      { start: 9, end: 10 },
    ]);
  });

  test('everything is known without the file', async () => {
    expect(await readMask(await recordingWith('unmasked', {}))).toEqual([]);
  });

  test('says what is wrong, and where', async () => {
    const row = await recordingWith('row', { '.mask.csv': 'start,end\n1,2\n3,\n' });
    await expect(readMask(row)).rejects.toThrow('row.mask.csv, line 3: not two times in seconds');
    const header = await recordingWith('header', { '.mask.csv': 'from,to\n1,2\n' });
    await expect(readMask(header)).rejects.toThrow('has no header start,end');
  });
});

test('a contact that the reference has twice counts once', () => {
  expect(withoutRepeats([1, 1, 1.5, 1.53, 2])).toEqual([1, 1.5, 2]);
});

describe.skipIf(!hasDataFolder())('the recordings', async () => {
  const recordings = hasDataFolder() ? await loadAll(dataFolder(process.env)) : [];

  test('no true contact lies in a mask', async () => {
    for (const { truth, mask } of recordings) {
      if (!mask) continue;
      expect(countInside(await mask(), (await truth()) ?? [])).toBe(0);
    }
  });

  test('the truth of sports is known, none, or not known', async () => {
    const sports = recordings.filter(({ meta }) => meta.set === 'sports');
    const truths = await Promise.all(sports.map(({ truth }) => truth()));
    expect(truths.filter((truth) => truth === null).length).toBeGreaterThan(0);
    expect(truths.filter((truth) => truth?.length === 0).length).toBeGreaterThan(0);
    expect(truths.filter((truth) => truth && truth.length > 300).length).toBeGreaterThan(0);
  });
});
