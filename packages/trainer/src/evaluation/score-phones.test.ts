import { describe, expect, test } from 'bun:test';
import type { PhonesFile } from './datasets.ts';
import { contacts, observation } from './example-observations.ts';
import { scorePhones } from './score-phones.ts';

function file(person: string, phone: string, placement: string, number = 1): PhonesFile {
  const name = `${person}_${phone}_${placement}_hard_${number}`;
  return { set: 'phones', person, phone, placement, surface: 'hard', number, name, path: '' };
}

const truth = contacts(50, 0.55, 2);
const after = (seconds: number): number[] => truth.map((time) => time + seconds);

describe('scorePhones', () => {
  test('each phone of each person has an offset of its own', () => {
    const report = scorePhones([
      observation(file('walker1', 'pixel', 'inhand'), after(-0.087), { truth }),
      observation(file('walker1', 'samsung', 'inhand'), after(0.042), { truth }),
      observation(file('walker2', 'samsung', 'purse'), after(-0.054), { truth }),
    ]);
    const offsets = report.offsets.map(({ group, offset }) => [group, Number(offset.toFixed(6))]);
    expect(offsets).toEqual([
      ['walker1 pixel', -0.087],
      ['walker1 samsung', 0.042],
      ['walker2 samsung', -0.054],
    ]);
    expect(report.total.within200ms.f1).toBe(1);
    expect(report.total.timing.median).toBeCloseTo(0, 9);
  });

  test('groups by placement, person and phone', () => {
    const report = scorePhones([
      observation(file('walker1', 'pixel', 'inhand'), truth, { truth }),
      observation(file('walker1', 'pixel', 'inhand', 2), truth.slice(5), { truth }),
      observation(file('walker2', 'pixel', 'purse'), truth, { truth }),
    ]);
    expect(report.placements.map(({ label }) => label)).toEqual(['inhand', 'purse']);
    expect(report.placements[0]?.count).toMatchObject({ recordings: 2, mape: 0.05, bias: -0.05 });
    expect(report.people.map(({ label }) => label)).toEqual(['walker1', 'walker2']);
    expect(report.people[1]?.count.mape).toBe(0);
    expect(report.devices.map(({ label }) => label)).toEqual(['pixel']);
    expect(report.recordings.map(({ error }) => error)).toEqual([0, -0.1, 0]);
  });
});
