import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { PAUSE } from '../evaluation/walks.ts';
import { boutsOf } from './bouts.ts';
import { anyTrack, clockTrack, contactsEvery } from './example-tracks.ts';

describe('walks', () => {
  test('are all contacts of a track, parted at its pauses and nowhere else', () => {
    fc.assert(
      fc.property(anyTrack, (track) => {
        const bouts = boutsOf(track);
        expect(bouts.flatMap(({ contacts }) => contacts)).toEqual([...track.contacts]);
        for (const [i, { contacts }] of bouts.entries()) {
          for (const [k, time] of contacts.entries()) {
            const before = k > 0 ? contacts[k - 1] : bouts[i - 1]?.contacts.at(-1);
            if (before === undefined) continue;
            if (k > 0) expect(time - before).toBeLessThanOrEqual(PAUSE);
            else expect(time - before).toBeGreaterThan(PAUSE);
          }
        }
      }),
    );
  });

  test('are none where there is no contact', () => {
    expect(boutsOf(clockTrack())).toEqual([]);
    expect(boutsOf(clockTrack({ end: 0 }))).toEqual([]);
  });
});

describe('where a walk begins and ends', () => {
  /** From 10 to 20 s, in a track from 0 to 60 s. */
  const contacts = contactsEvery(0.5, 21, 10);
  const ofWalk = (options: Parameters<typeof clockTrack>[0]) => {
    const [bout] = boutsOf(clockTrack({ contacts, ...options }));
    return [bout?.begins, bout?.ends];
  };

  test('is known where all around it is known', () => {
    expect(ofWalk({})).toEqual([true, true]);
    const unknown = [
      { start: Number.NEGATIVE_INFINITY, end: 7 },
      { start: 12, end: 18 },
      { start: 23, end: Number.POSITIVE_INFINITY },
    ];
    expect(ofWalk({ unknown })).toEqual([true, true]);
  });

  test('is not known where contacts may be missing just before or after', () => {
    expect(ofWalk({ unknown: [{ start: 8, end: 9.7 }] })).toEqual([false, true]);
    expect(ofWalk({ unknown: [{ start: 20.3, end: 25 }] })).toEqual([true, false]);
    // A short doubt is one, too.
    expect(ofWalk({ unknown: [{ start: 9.8, end: 9.81 }] })).toEqual([false, true]);
    expect(ofWalk({ unknown: [{ start: 0, end: 60 }] })).toEqual([false, false]);
  });

  test('is not known where the track begins or ends in the walk', () => {
    expect(ofWalk({ start: 9.7 })).toEqual([false, true]);
    expect(ofWalk({ end: 20.3 })).toEqual([true, false]);
    expect(ofWalk({ start: 8, end: 22 })).toEqual([true, true]);
  });

  test('is told of each walk by itself', () => {
    const two = [...contacts, ...contactsEvery(0.5, 21, 40)];
    const bouts = boutsOf(clockTrack({ contacts: two, unknown: [{ start: 20.2, end: 21 }] }));
    expect(bouts.map(({ begins, ends }) => [begins, ends])).toEqual([
      [true, false],
      [true, true],
    ]);
  });
});
