import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { Pieces } from '../archive/pieces.ts';
import { ZipArchive } from '../archive/zip-archive.ts';
import type { ZipEntry } from '../archive/zip-directory.ts';
import { RecordingError } from '../recording-error.ts';
import { RecordingParser } from '../recording-parser.ts';
import type { DeviceWalk } from '../testing/devices/device-walk.ts';
import { writeCwa } from '../testing/devices/write-cwa.ts';
import { writeGeneactiv } from '../testing/devices/write-geneactiv.ts';
import { writeGt3x } from '../testing/devices/write-gt3x.ts';
import { WALK } from '../testing/export-walk.ts';
import { errorOf } from '../testing/parse.ts';
import { writeXlsx } from '../testing/tables/write-xlsx.ts';

describe('hostile files', () => {
  const short: DeviceWalk = { times: WALK.times.slice(0, 700), accel: WALK.accel, gyro: WALK.gyro };
  const seeds: readonly (readonly [name: string, bytes: Uint8Array])[] = [
    ['walk.cwa', writeCwa(short, { layout: 'gyro' })],
    ['walk.bin', new TextEncoder().encode(writeGeneactiv(short))],
    ['walk.gt3x', writeGt3x(short)],
    ['old.gt3x', writeGt3x(short, { layout: 'old' })],
    [
      'walk.xlsx',
      writeXlsx([
        [
          'Walk',
          [
            ['timestamp', 'accel_x', 'accel_y', 'accel_z'],
            [0, 1, 2, 3],
          ],
        ],
      ]),
    ],
  ];

  test('damaged anywhere are read, or refused with one line', async () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.uint8Array({ maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(damage, { maxLength: 4 }),
        fc.boolean(),
        async ([name, seed], hits, cut) => {
          const bytes = seed.slice();
          for (const { at, bytes: some } of hits) {
            bytes.set(some, Math.floor(at * (bytes.length - some.length)));
          }
          const end = cut ? Math.floor((hits[0]?.at ?? 1) * bytes.length) : bytes.length;
          await readOrRefuse(name, bytes.subarray(0, end));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a little that becomes much comes in small pieces, and no more than it may', () => {
    const packed = new Pieces();
    packed.push(zipSync({ 'log.bin': new Uint8Array(20_000_000) }));
    const archive = new ZipArchive('walk.gt3x', packed);
    let largest = 0;
    let all = 0;
    const unpack = () =>
      archive.unpack(archive.entries[0] as ZipEntry, { limit: 12_000_000 }, ({ length }) => {
        largest = Math.max(largest, length);
        all += length;
      });
    expect(unpack).toThrow('larger than 12 MB');
    expect(largest).toBeLessThan(10_000_000);
    expect(all).toBeLessThan(12_000_000);
  });

  test('an archive in an archive in an archive is not unpacked', () => {
    const inner = zipSync({
      'walk.csv': zipSync({ 'walk.csv': zipSync({ 'walk.csv': new Uint8Array(9) }) }),
    });
    expect(errorOf([['walk.zip', inner]]).message).toContain('unpack them');
  });
});

async function readOrRefuse(name: string, bytes: Uint8Array): Promise<void> {
  try {
    const parser = new RecordingParser(name);
    const file = parser.file(name);
    file.push(bytes);
    await file.end();
    const { times, accel } = parser.finish();
    expect(accel.length).toBe(3 * times.length);
    expect(times.every(Number.isFinite) && accel.every(Number.isFinite)).toBe(true);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    expect(error.message).not.toContain('\n');
  }
}
