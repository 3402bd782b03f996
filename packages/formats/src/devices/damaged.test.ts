import { describe, expect, test } from 'bun:test';
import { zipSync } from 'fflate';
import { type DeviceWalk, joined } from '../testing/devices/device-walk.ts';
import { cwaBlockAt, sealCwaBlock, writeCwa } from '../testing/devices/write-cwa.ts';
import { writeGeneactiv } from '../testing/devices/write-geneactiv.ts';
import { gt3xRecord, writeGt3x } from '../testing/devices/write-gt3x.ts';
import { WALK } from '../testing/export-walk.ts';
import { errorOf, parse } from '../testing/parse.ts';

/** Two minutes at 100 Hz, which are 100 blocks of a .cwa, 40 pages of a .bin, 120 records of a .gt3x. */
const LONG = repeated(4);

const codes = (name: string, bytes: string | Uint8Array) =>
  parse([[name, bytes]]).source.notes.map(({ code }) => code);

describe('a .cwa', () => {
  test('with one damaged block has a gap there, and says which', () => {
    const bytes = writeCwa(LONG);
    flip(bytes, cwaBlockAt(7) + 100);
    const { times, source } = parse([['walk.cwa', bytes]]);
    expect(times.length).toBe(LONG.times.length - 120);
    expect(source.notes).toMatchObject([
      { code: 'blocks_skipped', text: '1 of 100 blocks skipped: block 8: its checksum is wrong' },
      { code: 'gaps', text: 'a gap of 1.2 s, in which nothing was recorded' },
    ]);
  });

  test('with more than one in a hundred is refused, with the first of them', () => {
    const bytes = writeCwa(LONG);
    for (const block of [3, 30, 60, 61]) flip(bytes, cwaBlockAt(block) + 50);
    const error = errorOf([['walk.cwa', bytes]]);
    expect(error.code).toBe('too_damaged');
    expect(error.message).toContain(
      '4 of 100 blocks are damaged (block 4: its checksum is wrong; block 31',
    );
  });

  test('that lost a block, or whose clock was set back, has pieces', () => {
    const bytes = writeCwa(LONG);
    const [a, b] = [cwaBlockAt(20), cwaBlockAt(25)];
    const lost = joined([bytes.subarray(0, a), bytes.subarray(b)]);
    expect(parse([['walk.cwa', lost]]).source.notes).toMatchObject([
      { code: 'gaps', text: 'a gap of 6 s, in which nothing was recorded' },
    ]);
    const again = joined([bytes, bytes.subarray(cwaBlockAt(0))]);
    expect(codes('walk.cwa', again)).toEqual(['clock_reset']);
  });

  test('whose end is missing, or was never written to, is read as far as it goes', () => {
    const bytes = writeCwa(LONG);
    expect(codes('walk.cwa', bytes.subarray(0, cwaBlockAt(50) + 17))).toEqual(['cut_off']);
    const unused = joined([bytes, new Uint8Array(4096).fill(0xff), new Uint8Array(1024)]);
    expect(parse([['walk.cwa', unused]]).source.notes).toEqual([]);
  });

  test.each([
    ['a count that no block can hold', 28, 0xffff],
    ['a layout of eleven axes', 25, 0xb2],
    ['a month that is none', 16, 0],
  ])('whose blocks lie about %s is refused', (_, at, value) => {
    const bytes = writeCwa(LONG);
    for (let block = 0; block < 100; block++) {
      const one = bytes.subarray(cwaBlockAt(block), cwaBlockAt(block + 1));
      if (at === 28) new DataView(one.buffer, one.byteOffset).setUint16(at, value, true);
      else one.fill(value, at, at + 2);
      sealCwaBlock(one);
    }
    expect(errorOf([['walk.cwa', bytes]]).code).toBe('too_damaged');
  });

  test('with a header alone is empty', () => {
    expect(errorOf([['walk.cwa', writeCwa(LONG).subarray(0, cwaBlockAt(0))]]).code).toBe('empty');
  });
});

describe('a .gt3x', () => {
  const log = (change: (bytes: Uint8Array) => Uint8Array) => writeGt3x(LONG, { change });

  test('with a damaged record has a gap of its second', () => {
    const bytes = log((all) => {
      flip(all, 20_000);
      return all;
    });
    const { times, source } = parse([['walk.gt3x', bytes]]);
    expect(times.length).toBe(LONG.times.length - 100);
    expect(source.notes.map(({ code }) => code)).toEqual(['gaps', 'blocks_skipped']);
  });

  test('goes on after a record whose length is wrong, and after zeros between two', () => {
    const cut = (all: Uint8Array) => {
      const second = all.indexOf(0x1e, 20_000);
      // The length, of the record that begins there if one does; it does not matter what else it may be.
      all[second + 7] = 0xff;
      return joined([all.subarray(0, 8000), all.subarray(8000)]);
    };
    expect(parse([['walk.gt3x', log(cut)]]).times.length).toBeGreaterThan(LONG.times.length - 201);
    const zeros = log((all) =>
      joined([all, new Uint8Array(50), gt3xRecord(2, 0, Uint8Array.of(1, 2))]),
    );
    expect(parse([['walk.gt3x', zeros]]).source.notes).toEqual([]);
  });

  test('of a device that was asleep has gaps, and says so', () => {
    const bytes = writeGt3x(LONG, { asleep: (second) => second >= 40 && second < 70 });
    const { times, source } = parse([['walk.gt3x', bytes]]);
    expect(times.length).toBe(LONG.times.length - 3000);
    expect(times[4000]).toBe(70);
    expect(source.notes).toMatchObject([
      { code: 'gaps', text: expect.stringMatching(/^a gap of 30 s.*sleep/) },
    ]);
  });

  test('that is cut off within its samples is read as far as they go', () => {
    const cut = log((all) => all.subarray(0, 30_000));
    expect(codes('walk.gt3x', cut)).toEqual(['cut_off']);
  });

  test('whose archive is cut off is read as far as it goes, without its info.txt', () => {
    const whole = parse([['walk.gt3x', writeGt3x(LONG)]]);
    const bytes = writeGt3x(LONG);
    for (const length of [Math.floor(0.5 * bytes.length), bytes.length - 200]) {
      const found = parse([['walk.gt3x', bytes.subarray(0, length)]]);
      expect(found.source.notes.map(({ code }) => code)).toEqual(['cut_off']);
      expect(found.times.length).toBeGreaterThan(1000);
      expect(found.accel).toEqual(whole.accel.subarray(0, found.accel.length));
    }
  });

  test('knows its scale by its log, its info, or its serial number, and else is refused', () => {
    const same = parse([['walk.gt3x', writeGt3x(LONG)]]);
    const fewer = parse([['walk.gt3x', writeGt3x(LONG, { without: /^Acceleration Scale/ })]]);
    expect(fewer.accel).toEqual(same.accel);
    const bare = writeGt3x(LONG, { layout: 'old', without: /^(Acceleration Scale|Serial)/ });
    expect(errorOf([['walk.gt3x', bare]])).toMatchObject({ code: 'unclear_unit' });
    const noRate = writeGt3x(LONG, { layout: 'old', without: /^Sample Rate/ });
    expect(errorOf([['walk.gt3x', noRate]]).message).toContain('Sample Rate');
  });

  test('of a device that leaves calibration to the reader is refused by name', () => {
    const file = { 'info.txt': new Uint8Array(1), 'log.bin': new Uint8Array(1) };
    const calibration = new TextEncoder().encode('{"isCalibrated": false, "calibrationMethod": 2}');
    const bytes = zipSync({ ...file, 'calibration.json': calibration });
    expect(errorOf([['walk.agdc', bytes]]).code).toBe('refused_format');
  });

  test('full of separators is given up soon', () => {
    const bytes = log(() =>
      new Uint8Array(3_000_000).map((_, i) => (i % 8 === 0 ? 0x1e : i % 251)),
    );
    expect(errorOf([['walk.gt3x', bytes]]).code).toBe('too_damaged');
  });
});

describe('a GENEActiv .bin', () => {
  const text = writeGeneactiv(LONG);

  test('with a page whose digits are none has a gap there', () => {
    const pages = text.split('Recorded Data');
    pages[11] = (pages[11] as string).replace(/\r\n[\dA-F]{3}(?=[\dA-F]{90})/, '\r\n0G4');
    const { source } = parse([['walk.bin', pages.join('Recorded Data')]]);
    expect(source.notes.map(({ code }) => code)).toEqual(['blocks_skipped', 'gaps']);
    expect(source.notes[0]?.text).toMatch(/^1 of 40 pages skipped: page 11: /);
  });

  test('that is cut off is read as far as it goes', () => {
    const cut = parse([['walk.bin', text.slice(0, 40_000)]]);
    expect(cut.source.notes.map(({ code }) => code)).toEqual(['cut_off', 'cut_off']);
    expect(cut.times.length).toBeGreaterThan(2500);
    expect(codes('walk.bin', writeGeneactiv(LONG, { pages: 50 }))).toEqual(['cut_off']);
  });

  test('without its calibration is refused', () => {
    expect(errorOf([['walk.bin', text.replace('y gain', 'why gain')]]).code).toBe('unclear_unit');
  });
});

test('what a device says is not to be said again', () => {
  const said = { accelUnit: 'm/s^2', columns: ['1', '2', '3', '4'] } as const;
  const bytes = writeCwa(LONG);
  expect(errorOf([['walk.cwa', bytes]], { accelUnit: said.accelUnit }).code).toBe('wrong_unit');
  expect(errorOf([['walk.cwa', bytes]], { columns: said.columns }).message).toContain('--columns');
  expect(parse([['walk.cwa', bytes]], { accelUnit: 'g' }).source.accelUnit).toBe('g');
});

function flip(bytes: Uint8Array, at: number): void {
  bytes[at] = (bytes[at] as number) ^ 0x55;
}

/** The walk, so many times one after the other. */
function repeated(times: number): DeviceWalk {
  const length = WALK.times.length * times;
  return {
    times: Float64Array.from({ length }, (_, i) => i / 100),
    accel: Float64Array.from(
      { length: 3 * length },
      (_, i) => WALK.accel[i % WALK.accel.length] as number,
    ),
  };
}
