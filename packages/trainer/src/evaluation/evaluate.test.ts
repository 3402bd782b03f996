import { afterAll, describe, expect, test } from 'bun:test';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { stepsPathFor, writeRecording, writeSteps } from '@stepstream/formats';
import { dataFolder, hasDataFolder } from './data-folder.ts';
import { evaluate } from './evaluate.ts';
import { type Example, inTurn, rest, walk } from './example-recordings.ts';
import { loadAll } from './load.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** Writes a small data folder with made-up recordings of all sets. */
async function exampleFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-evaluate-'));
  folders.push(folder);
  const write = async (name: string, { recording, truth }: Example): Promise<void> => {
    const path = join(folder, `${name}.csv.gz`);
    await mkdir(join(path, '..'), { recursive: true });
    await writeRecording(path, recording);
    if (truth.length === 0) return;
    await writeSteps(
      stepsPathFor(path),
      truth.map((timestamp) => ({ timestamp, foot: 'A' })),
    );
  };
  const steady = { seconds: 40, stepsPerSecond: 1.8 };
  const pause = { ...rest(10), truth: [] };
  await write(
    'handheld/person1_1',
    inTurn(rest(20, 'standing'), walk({ ...steady, activity: 'walking' })),
  );
  await write('phones/walker1_pixel_inhand_hard_1', inTurn(walk(steady), pause));
  const seatedWalk = inTurn(rest(5, 'seated'), walk({ ...steady, activity: 'walking' }));
  await write('daily/s01_01_phone', { ...seatedWalk, truth: [] });
  await write('watch/w1_sitting', rest(30));
  const long = walk({ seconds: 120, stepsPerSecond: 1.8, rate: 20 });
  await write('watch/w1_walking', { ...long, truth: [] });
  const tell = (name: string, text: string) => writeFile(join(folder, name), text);
  const route = inTurn(pause, walk(steady), pause);
  await write('pockets/t01_id01_wc_1l', route);
  await tell('pockets/t01_id01_wc_1l.count.json', `{"steps": ${route.truth.length}}`);
  await tell('pockets/t01_id01_wc_1l.mask.csv', 'start,end\n0,9.8\n50.2,60\n');
  await write('sports/a09_walking_p1_torso', walk(steady));
  await tell('sports/a09_walking_p1_torso.count.json', '{"steps": 72}');
  await write('sports/a17_rowing_p1_torso', { ...walk(steady), truth: [] });
  await tell('sports/a17_rowing_p1_torso.count.json', '{"steps": 0}');
  const chore = inTurn(rest(20, 'typing'), walk({ ...steady, seconds: 120, activity: 'walking' }));
  await write('chores/w1_phone', { ...chore, truth: [] });
  return folder;
}

describe('evaluate', () => {
  test('scores a data folder of all sets', async () => {
    const told: string[] = [];
    const report = await evaluate(
      await loadAll(await exampleFolder()),
      () => new StepDetector({ model: CLASSIC }),
      {
        detector: 'test',
        onProgress: (done, total, name) => told.push(`${done}/${total} ${name}`),
      },
    );
    expect(told[0]).toBe('0/9 person1_1');
    expect(told).toHaveLength(9);
    expect(report).toMatchObject({ detector: 'test', recordings: 9, people: 6 });
    expect(report.phones?.total.within200ms.f1).toBeGreaterThan(0.9);
    expect(report.handheld?.total.standing.perMinute).toBe(0);
    expect(report.watch?.total.sitting.perMinute).toBe(0);
    expect(report.watch?.total.walking.spectralPerMinute).toBeCloseTo(108, 0);
    expect(report.daily?.people[0]?.seated.steps).toBe(0);
    expect(report.pockets?.total.followed.f1).toBeGreaterThan(0.9);
    expect(report.sports?.walks[0]?.truth).toBe(72);
    expect(report.sports?.still[0]?.perMinute).toBeGreaterThan(90);
    expect(report.chores?.walks[0]?.spectralPerMinute).toBeCloseTo(108, 0);
    expect(report.walks?.ends.map(({ group }) => group)).toEqual(['handheld', 'phones', 'pockets']);
  });

  test('the report survives JSON as it is', async () => {
    const report = await evaluate(
      await loadAll(await exampleFolder()),
      () => new StepDetector({ model: CLASSIC }),
      {
        detector: 'test',
      },
    );
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('asks for a fresh detector that was not fitted on the person of each recording', async () => {
    const asked: string[] = [];
    const silent = (person: string) => {
      asked.push(person);
      return { push: () => [] };
    };
    const report = await evaluate(await loadAll(await exampleFolder()), silent, { detector: '' });
    expect(asked).toEqual(['person1', 'walker1', 's01', 'w1', 'w1', 'p1', 'p1', 'id01', 'w1']);
    expect(report.phones?.total.count.mape).toBe(1);
  });

  test('sets that are missing are null', async () => {
    const watches = (await loadAll(await exampleFolder())).filter(
      ({ meta }) => meta.set === 'watch',
    );
    const report = await evaluate(watches, () => ({ push: () => [] }), { detector: 'silent' });
    expect(report).toMatchObject({ handheld: null, phones: null, daily: null, recordings: 2 });
  });
});

describe('the recordings (need the data folder)', () => {
  const onData = test.skipIf(!hasDataFolder());

  onData('are all read: names, samples and true steps', async () => {
    const all = await loadAll(dataFolder(process.env));
    const count = (set: string): number => all.filter(({ meta }) => meta.set === set).length;
    expect(count('handheld')).toBe(13);
    expect(count('phones')).toBe(46);
    expect(count('sports')).toBe(342);
    expect(count('pockets')).toBe(124);
    expect(count('chores')).toBe(37);
    const people = new Set(all.map(({ meta }) => meta.person));
    expect(people.size).toBe(59);
  });

  onData('a detector that fires every 0.25 s scores badly on phones', async () => {
    const all = (await loadAll(dataFolder(process.env))).filter(
      ({ meta }) => meta.set === 'phones',
    );
    let next = 0;
    const ticking = () => {
      next = 0;
      return {
        push: (time: number) => {
          if (time < next) return [];
          next = time + 0.25;
          return [{ timestamp: time }];
        },
      };
    };
    const report = await evaluate(all.slice(0, 6), ticking, { detector: 'ticking' });
    expect(report.phones?.total.within200ms.f1).toBeLessThan(0.7);
    expect(report.phones?.total.count.mape).toBeGreaterThan(0.9);
  });
});
