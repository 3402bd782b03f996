import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { RecordingError } from './recording-error.ts';
import {
  accel,
  gyro,
  phyphoxCsv,
  plainCsv,
  samples,
  sensorLoggerCsv,
  sensorLoggerJson,
  sensorServerJson,
  zip,
} from './testing/export-walk.ts';
import { parse } from './testing/parse.ts';

const FEW = samples(20);
const encode = (text: string) => new TextEncoder().encode(text);

/** A short recording in each format, to be damaged. */
const SEEDS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['own.csv', encode(plainCsv('timestamp,accel_x,accel_y,accel_z', accel).slice(0, 4000))],
  ['TotalAcceleration.csv', encode(sensorLoggerCsv(accel, FEW))],
  ['raw.csv', encode(phyphoxCsv([['Acceleration', 'm/s^2', accel]], { rows: FEW }))],
  ['walk.json', encode(sensorLoggerJson([['TotalAcceleration', accel, FEW]]))],
  ['walk.jsonl', encode(sensorServerJson([['android.sensor.gyroscope', gyro, FEW]]))],
  ['walk.zip', zip([['Gravity.csv', sensorLoggerCsv(accel, FEW)]])],
];

/** Reads it, or refuses it with one line; anything else fails the test. */
function readOrRefuse(name: string, bytes: Uint8Array, columns?: string[]): void {
  try {
    const { times, accel: a, gyro: g } = parse([[name, bytes]], columns ? { columns } : {});
    expect(times.length).toBeGreaterThan(0);
    expect(a.length).toBe(3 * times.length);
    expect(g === null || g.length === a.length).toBe(true);
    expect(times.every(Number.isFinite)).toBe(true);
    expect(a.every(Number.isFinite)).toBe(true);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    expect(error.message).not.toContain('\n');
  }
}

test('any bytes are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...SEEDS), (bytes, [name]) => {
      readOrRefuse(name, bytes);
    }),
    { numRuns: 500 },
  );
});

test('any text is read or refused', () => {
  const cell = fc.constantFrom('time', 'seconds_elapsed', 'x', '1', '-2.5e3', 'NaN', '"', '{', '[');
  const row = fc.array(cell, { maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 8 }),
      fc.constantFrom(',', ';', '\t'),
      fc.option(fc.array(cell, { minLength: 4, maxLength: 7 }), { nil: undefined }),
      (rows, delimiter, columns) => {
        const text = rows.map((cells) => cells.join(delimiter)).join('\n');
        readOrRefuse('TotalAcceleration.csv', encode(text), columns);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a damaged recording is read or refused', () => {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.constantFrom(',', '\n', '"', '}', ']', 'null', '-', 'Infinity', '1e999').map(encode),
    ),
    remove: fc.nat(40),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...SEEDS),
      fc.array(damage, { maxLength: 3 }),
      ([name, seed], hits) => {
        let bytes = seed;
        for (const { at, bytes: inserted, remove } of hits) {
          const from = Math.floor(at * bytes.length);
          bytes = Uint8Array.from([
            ...bytes.subarray(0, from),
            ...inserted,
            ...bytes.subarray(from + remove),
          ]);
        }
        readOrRefuse(name, bytes);
      },
    ),
    { numRuns: 500 },
  );
});

test('it does not matter in what pieces a file comes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SEEDS.filter(([name]) => !/zip|jsonl/.test(name))),
      fc.array(fc.nat(200), { maxLength: 60 }),
      ([name, bytes], sizes) => {
        const whole = parse([[name, bytes]]);
        const pieces: Uint8Array[] = [];
        let rest = bytes;
        for (const size of sizes) {
          pieces.push(rest.subarray(0, size));
          rest = rest.subarray(size);
        }
        expect(parse([[name, [...pieces, rest]]])).toEqual(whole);
      },
    ),
    { numRuns: 100 },
  );
});
