import { expect, test } from 'bun:test';
import { smoothWalks } from './smooth-walks.ts';

const tracks = smoothWalks();

test('smooth walks are the same each time, and belong to nobody', () => {
  expect(smoothWalks()).toEqual(tracks);
  expect(new Set(tracks.map(({ person }) => person))).toEqual(new Set(['']));
});

test('the body begins to rise where a foot lands, and is at rest between walks', () => {
  for (const { times, accel, contacts } of tracks) {
    const up = (time: number) => accel[3 * times.findIndex((one) => one >= time) + 2] as number;
    const after = contacts.map((time) => up(time + 0.06) - up(time - 0.02));
    const rising = after.filter((rise) => rise > 0).length;
    expect(rising).toBeGreaterThan(0.9 * contacts.length);
    for (let i = 1; i < contacts.length; i++) {
      const interval = (contacts[i] as number) - (contacts[i - 1] as number);
      expect(interval).toBeGreaterThan(0.3);
      if (interval > 2)
        expect(Math.abs(up((contacts[i] as number) - 0.5) - 9.81)).toBeLessThan(0.7);
    }
  }
});
