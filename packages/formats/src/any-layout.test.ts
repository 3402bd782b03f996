import { expect, test } from 'bun:test';
import { STANDARD_GRAVITY } from '@stepstream/math';
import fc from 'fast-check';
import { type Layout, layouts, type PlainWalk, writeLayout } from './testing/layouts.ts';
import { parse } from './testing/parse.ts';

/** What rounding leaves of an acceleration, in m/s², by the unit it was written in. */
const ROUNDING: Partial<Record<Layout['unit'], number>> = {
  'm/s^2': 0.00001,
  g: 0.0001,
};

/** A body that walks, its steps and turns at random: 8 s, 50 samples a second. */
const walks: fc.Arbitrary<PlainWalk> = fc
  .record({
    cadence: fc.double({ min: 1.2, max: 2.6, noNaN: true }),
    strength: fc.double({ min: 0.5, max: 4, noNaN: true }),
    tilt: fc.double({ min: 0, max: 6.2, noNaN: true }),
    phase: fc.double({ min: 0, max: 6.2, noNaN: true }),
  })
  .map(({ cadence, strength, tilt, phase }) => {
    const times = Array.from({ length: 400 }, (_, i) => i / 50);
    const accel = times.map((time): [number, number, number] => {
      const up = STANDARD_GRAVITY + strength * Math.sin(2 * Math.PI * cadence * time + phase);
      const sway = 0.3 * strength * Math.sin(Math.PI * cadence * time);
      return [up * Math.sin(tilt), up * Math.cos(tilt), sway];
    });
    return { times, accel };
  });

test('a walk written in any layout is read back to the same samples', () => {
  fc.assert(
    fc.property(walks, layouts, (walk, layout) => {
      const { times, accel, source } = parse([['walk.txt', writeLayout(walk, layout)]]);
      expect(times.length).toBe(walk.times.length);
      const first = times[0] ?? Number.NaN;
      const flat = walk.accel.flat();
      const late = times.map((time, i) => time - first - (walk.times[i] ?? Number.NaN));
      expect(largest(late)).toBeLessThan(0.001);
      const off = accel.map((value, i) => value - (flat[i] ?? Number.NaN));
      expect(largest(off)).toBeLessThan(ROUNDING[layout.unit] ?? 0.02);
      const codes = source.notes.map(({ code }) => code);
      expect(codes.includes('rows_skipped')).toBe(layout.badRows.length > 0);
      expect(codes.includes('rows_sorted')).toBe(layout.order !== 'ascending');
      const isSaid = layout.unit === 'm/s^2' || layout.unitRow;
      expect(codes.includes('unit_converted')).toBe(!isSaid);
      expect(source.gravity).toBe('included');
    }),
    { numRuns: 20 },
  );
});

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
