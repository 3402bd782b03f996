import { afterAll, describe, expect, test } from 'bun:test';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  clockOf,
  DatasetError,
  findRecordings,
  parseRecordingPath,
  type SetName,
} from './datasets.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function folderWith(...files: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-datasets-'));
  folders.push(folder);
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), '');
  }
  return folder;
}

describe('parseRecordingPath', () => {
  test('reads the forms of names', () => {
    expect(parseRecordingPath('handheld', '/d/handheld/person4_20230124151117.csv.gz')).toEqual({
      set: 'handheld',
      name: 'person4_20230124151117',
      path: '/d/handheld/person4_20230124151117.csv.gz',
      person: 'person4',
    });
    expect(parseRecordingPath('phones', 'walker1_pixel_inhand_carpet_3.csv.gz')).toMatchObject({
      person: 'walker1',
      phone: 'pixel',
      placement: 'inhand',
      surface: 'carpet',
      number: 3,
    });
    expect(parseRecordingPath('daily', 's01_03_watch.csv.gz')).toMatchObject({
      person: 's01',
      device: 'watch',
    });
    expect(parseRecordingPath('watch', 'w1600_jogging.csv.gz')).toMatchObject({
      person: 'w1600',
      activity: 'jogging',
    });
    expect(
      parseRecordingPath('sports', 'a11_treadmill_4kmh_incline_p1_left_wrist.csv.gz'),
    ).toMatchObject({ person: 'p1', activity: 'treadmill_4kmh_incline', placement: 'left_wrist' });
    expect(parseRecordingPath('pockets', 't01_id07_wc_2r.csv.gz')).toMatchObject({
      person: 'id07',
      route: 't01',
      tool: 'wc',
      phone: '2r',
    });
    expect(parseRecordingPath('chores', 'w1600_phone.csv.gz')).toMatchObject({
      person: 'w1600',
      device: 'phone',
    });
  });

  test('whose clocks are the same', () => {
    const clock = (set: SetName, name: string): string =>
      clockOf(parseRecordingPath(set, `${name}.csv.gz`));
    expect(clock('phones', 'walker1_pixel_inhand_carpet_3')).toBe('walker1 pixel');
    expect(clock('pockets', 't01_id07_wc_2r')).toBe('id07 2r');
    expect(clock('sports', 'a09_walking_p1_torso')).toBe('a09_walking_p1_torso');
    expect(clock('handheld', 'person4_1')).toBe('person4');
  });

  const malformed: [SetName, string][] = [
    ['handheld', 'person4.csv.gz'],
    ['handheld', 'person4_20230124151117.tsv.gz'],
    ['phones', 'walker1_pixel_inhand_hard.csv.gz'],
    ['daily', 's01_03_tablet.csv.gz'],
    ['watch', 'w1600_swimming.csv.gz'],
    ['watch', 's01_03_watch.csv.gz'],
    ['sports', 'a09_walking_p1_ankle.csv.gz'],
    ['sports', 'a09_p1_torso.csv.gz'],
    ['pockets', 't01_id01_gd_1r.csv.gz'],
    ['chores', 'w1600_typing.csv.gz'],
  ];
  for (const [set, name] of malformed) {
    test(`refuses ${set}/${name} and says what is expected`, () => {
      expect(() => parseRecordingPath(set, `/d/${set}/${name}`)).toThrow(DatasetError);
      expect(() => parseRecordingPath(set, `/d/${set}/${name}`)).toThrow(
        `${set}/${name}: the name of a recording in ${set} has the form `,
      );
    });
  }
});

describe('findRecordings', () => {
  test('finds the recordings of the sets that are there, in order, and nothing else', async () => {
    const folder = await folderWith(
      'watch/w2_walking.csv.gz',
      'watch/w1_sitting.csv.gz',
      'handheld/person1_1.csv.gz',
      'handheld/person1_1.steps.csv',
      'notes.txt',
      'other/something.csv.gz',
    );
    const names = (await findRecordings(folder)).map(({ name }) => name);
    expect(names).toEqual(['person1_1', 'w1_sitting', 'w2_walking']);
  });

  test('says which layout is expected where the folder is missing or holds nothing', async () => {
    const empty = await folderWith();
    await expect(findRecordings(join(empty, 'none'))).rejects.toThrow(
      /no data folder[\s\S]*phones\//,
    );
    await expect(findRecordings(empty)).rejects.toThrow(/no recordings[\s\S]*phones\//);
    await expect(findRecordings(empty)).rejects.toBeInstanceOf(DatasetError);
  });

  test('refuses a folder with a malformed name rather than passing over it', async () => {
    const folder = await folderWith('phones/holiday.csv.gz');
    await expect(findRecordings(folder)).rejects.toThrow('phones/holiday.csv.gz');
  });
});
