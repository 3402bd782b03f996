import { describe, expect, test } from 'bun:test';
import { median } from '@stepstream/math';
import { generateWalk } from '@stepstream/synthetic';
import { contactsFromRhythm, type RhythmContacts } from './rhythm-contacts.ts';

function wristWalk(cadence: number, seed: number, samplingRate = 50) {
  return generateWalk({
    segments: [{ activity: 'walking', seconds: 120, cadence }],
    placement: 'wrist',
    variability: 0.02,
    samplingRate,
    seed,
  });
}
const isKnown = ({ known }: RhythmContacts, time: number) =>
  known.some(({ start, end }) => time >= start && time < end);

describe('two minutes of walking with a watch', () => {
  test.each([
    [96, 1, 50],
    [108, 2, 50],
    [118, 3, 20],
    [126, 4, 100],
  ])('at %d steps a minute (seed %d, %d Hz)', (cadence, seed, rate) => {
    const walk = wristWalk(cadence, seed, rate);
    const found = contactsFromRhythm(walk.times, walk.accel);
    const truth = walk.steps.map(({ timestamp }) => timestamp);
    // How late the rhythm's crest is differs by how a device is worn; a constant is forgiven.
    const errors = found.contacts.map((time) =>
      truth.reduce((best, at) => (Math.abs(time - at) < Math.abs(best) ? time - at : best), 9),
    );
    const constant = median(errors) ?? Number.NaN;
    expect(Math.abs(constant)).toBeLessThan(0.15);
    const rest = errors.map((error) => Math.abs(error - constant));
    expect(Math.max(...rest)).toBeLessThan(0.06);
    expect(median(rest)).toBeLessThan(0.015);

    // In what it says it knows, it has every contact and no other.
    const inKnown = truth.filter((time) => isKnown(found, time + constant)).length;
    expect(found.contacts.length).toBeWithin(0.98 * inKnown, 1.02 * inKnown);
    // The filter needs its reach at either end, and a minute's last contact has no next one.
    expect(inKnown / truth.length).toBeGreaterThan(0.93);
  });
});

test('times are on the recording’s own clock, in order, each in a known stretch', () => {
  const { times, accel } = wristWalk(108, 5);
  const here = contactsFromRhythm(times, accel);
  const later = contactsFromRhythm(
    times.map((time) => time + 5000),
    accel,
  );
  expect(later.contacts.length).toBe(here.contacts.length);
  for (const [i, time] of here.contacts.entries()) {
    expect(later.contacts[i]).toBeCloseTo(time + 5000, 6);
    if (i > 0) expect(time).toBeGreaterThan(here.contacts[i - 1] as number);
    expect(here.known[i]?.start).toBeLessThan(time);
    expect(here.known[i]?.end).toBeGreaterThan(time);
  }
});

describe('nothing is known', () => {
  test.each([
    ['of a rest', 'standing', 120],
    ['of less than a minute', 'walking', 50],
  ] as const)('%s', (_, activity, seconds) => {
    const { times, accel } = generateWalk({ segments: [{ activity, seconds }] });
    expect(contactsFromRhythm(times, accel)).toEqual({ contacts: [], known: [] });
  });

  test('of a minute in which somebody stops; the one beside it is known', () => {
    const { times, accel } = generateWalk({
      placement: 'wrist',
      segments: [
        { activity: 'walking', seconds: 60 },
        { activity: 'standing', seconds: 30 },
        { activity: 'walking', seconds: 30 },
      ],
    });
    const { contacts, known } = contactsFromRhythm(times, accel);
    expect(contacts.length).toBeGreaterThan(90);
    expect(Math.max(...known.map(({ end }) => end))).toBeLessThan(61);
  });

  test('of no recording at all', () => {
    const none = contactsFromRhythm(new Float64Array(0), new Float64Array(0));
    expect(none).toEqual({ contacts: [], known: [] });
  });
});
