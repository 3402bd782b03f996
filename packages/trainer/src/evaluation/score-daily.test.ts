import { expect, test } from 'bun:test';
import type { DailyFile } from './datasets.ts';
import { observation } from './example-observations.ts';
import { scoreDaily } from './score-daily.ts';

function file(person: string, device: DailyFile['device']): DailyFile {
  return { set: 'daily', person, device, name: `${person}_01_${device}`, path: '' };
}

const segments = [
  { activity: 'seated', start: 0, end: 3 },
  { activity: 'standing_up', start: 3, end: 6 },
  { activity: 'walking', start: 6, end: 12 },
  { activity: 'sitting_down', start: 12, end: 15 },
  { activity: 'seated', start: 15, end: 18 },
];

test('steps count where they lie, per device and per person', () => {
  const report = scoreDaily([
    observation(file('s01', 'phone'), [1, 4, 7, 8], { segments }),
    observation(file('s01', 'watch'), [7, 8, 9, 13, 14], { segments }),
    observation(file('s02', 'phone'), [], { segments }),
  ]);
  expect(report.devices.map(({ label }) => label)).toEqual(['phone', 'watch', 'all']);
  const [phone, watch, all] = report.devices;
  expect(phone?.seated).toEqual({ steps: 1, minutes: 0.2, perMinute: 5 });
  expect(phone?.standingUp.perMinute).toBeCloseTo(10, 9);
  expect(watch?.sittingDown.perMinute).toBeCloseTo(40, 9);
  expect(all?.walking).toMatchObject({ steps: 5 });
  expect(all?.turning.perMinute).toBeNull();
  expect(report.people.map(({ label, seated }) => [label, seated.steps])).toEqual([
    ['s01', 1],
    ['s02', 0],
  ]);
});
