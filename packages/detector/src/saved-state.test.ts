import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from './saved-state.ts';
import { StateError, type StateIO } from './state-io.ts';

const MODEL = 'model-1';
const HEADER_BYTES = 12;
/** Any double: infinities, NaN and −0 are among them. */
const values = fc.array(fc.double(), { minLength: 1, maxLength: 40 });

/** A stage with one number by itself and the rest in an array. */
class Stage {
  first: number;
  readonly rest: Float64Array;

  constructor(all: readonly number[]) {
    this.first = all[0] ?? 0;
    this.rest = Float64Array.from(all.slice(1));
  }

  readonly transfer = (io: StateIO): void => {
    this.first = io.number(this.first);
    io.numbers(this.rest);
  };
}

const blank = (length: number) => new Stage(new Array<number>(length).fill(7));
const save = (all: readonly number[]) => saveState(MODEL, new Stage(all).transfer);

describe('saved state', () => {
  test('comes back to the last bit', () => {
    fc.assert(
      fc.property(values, (all) => {
        const target = blank(all.length);
        restoreState(save(all), MODEL, target.transfer);
        expect([target.first, ...target.rest]).toEqual([...all]);
      }),
    );
  });

  test('is as long as its values, and saving changes none of them', () => {
    fc.assert(
      fc.property(values, (all) => {
        const stage = new Stage(all);
        const bytes = saveState(MODEL, stage.transfer);
        expect(bytes.length).toBe(HEADER_BYTES + 8 * all.length);
        expect([stage.first, ...stage.rest]).toEqual([...all]);
        expect(saveState(MODEL, stage.transfer)).toEqual(bytes);
      }),
    );
  });

  test('of whole numbers and flags takes the fewer bytes the smaller they are', () => {
    const wholes = fc.array(fc.maxSafeNat());
    fc.assert(
      fc.property(wholes, fc.array(fc.boolean()), (all, flags) => {
        const bytes = saveState(MODEL, (io) => {
          for (const whole of all) io.whole(whole);
          for (const flag of flags) io.flag(flag);
        });
        restoreState(bytes, MODEL, (io) => {
          expect(all.map(() => io.whole(7))).toEqual(all);
          expect(flags.map(() => io.flag(true))).toEqual(flags);
        });
      }),
    );
    const lengthOf = (whole: number) =>
      saveState(MODEL, (io) => {
        for (let i = 0; i < 4; i++) io.whole(whole);
      }).length - HEADER_BYTES;
    expect([0, 127, 128, 2 ** 53 - 1].map(lengthOf)).toEqual([4, 4, 8, 32]);
  });

  test('of single floats and columns of small numbers comes back, too', () => {
    const floats = fc.float32Array({ minLength: 1, maxLength: 40 });
    const columns = fc
      .integer({ min: 1, max: 5 })
      .chain((count) =>
        fc.tuple(
          fc.constant(count),
          fc.array(fc.array(fc.nat(0xffff), { minLength: count, maxLength: count })),
        ),
      );
    fc.assert(
      fc.property(floats, columns, values, (single, [count, rows], all) => {
        const transferOf =
          (singles: Float32Array, table: Uint16Array, stage: Stage) => (io: StateIO) => {
            io.columns(table, 0, table.length, count);
            stage.transfer(io);
            io.float32s(singles);
          };
        const table = Uint16Array.from(rows.flat());
        const bytes = saveState(MODEL, transferOf(single, table, new Stage(all)));
        const target = blank(all.length);
        const other = new Uint16Array(table.length).fill(9);
        const singles = new Float32Array(single.length);
        restoreState(bytes, MODEL, transferOf(singles, other, target));
        expect([[...singles], [...other]]).toEqual([[...single], [...table]]);
        expect([target.first, ...target.rest]).toEqual([...all]);
        expect(saveState(MODEL, transferOf(singles, other, target))).toEqual(bytes);
      }),
    );
  });

  test('may be a part of a larger array, and takes no more of it', () => {
    const from = Uint16Array.of(1, 2, 3, 4, 5);
    const bytes = saveState(MODEL, (io) => io.columns(from, 1, 4, 1));
    const into = new Uint16Array(5).fill(9);
    restoreState(bytes, MODEL, (io) => io.columns(into, 1, 4, 1));
    expect([...into]).toEqual([9, 2, 3, 4, 9]);
  });

  test('is as it is saved whatever was saved before, and however much', () => {
    const small = save([1, 2]);
    for (const length of [100, 2000, 3]) {
      const all = Array.from({ length }, (_, i) => i / 7);
      const target = blank(length);
      restoreState(save(all), MODEL, target.transfer);
      expect([target.first, ...target.rest]).toEqual(all);
    }
    const oneByOne = Array.from({ length: 5000 }, () => new Stage([1, 2]));
    const many = saveState('many', (io) => {
      for (const stage of oneByOne) stage.transfer(io);
    });
    expect(many.length).toBe(HEADER_BYTES + 5000 * 16);
    expect(save([1, 2])).toEqual(small);
    const odd = () => saveState(MODEL, (io) => io.columns(Uint16Array.of(7), 0, 1, 1));
    const first = odd();
    save([Number.NaN, -1, 1 / 3]);
    expect(odd()).toEqual(first);
  });

  test('can be a part of other bytes', () => {
    const bytes = save([1, 2, 3]);
    const inside = new Uint8Array(bytes.length + 10).fill(255);
    inside.set(bytes, 5);
    const target = blank(3);
    restoreState(inside.subarray(5, 5 + bytes.length), MODEL, target.transfer);
    expect([target.first, ...target.rest]).toEqual([1, 2, 3]);
  });
});

describe('refused with a StateError:', () => {
  const refused = (bytes: Uint8Array, length: number, model = MODEL) => {
    expect(() => restoreState(bytes, model, blank(length).transfer)).toThrow(StateError);
  };

  test('state with any byte altered', () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, place, change) => {
        const bytes = save(all);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] as number) ^ change;
        refused(bytes, all.length);
      }),
    );
  });

  test('state that was cut short or made longer', () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.uint8Array({ minLength: 1 }), (all, place, more) => {
        const bytes = save(all);
        refused(bytes.subarray(0, place % bytes.length), all.length);
        refused(Uint8Array.from([...bytes, ...more]), all.length);
      }),
    );
  });

  test('state of the layout before this one', () => {
    const bytes = save([1, 2]);
    bytes[0] = 1;
    expect(() => restoreState(bytes, MODEL, blank(2).transfer)).toThrow('of this version');
  });

  test('state in which several words differ in their highest bits alone', () => {
    const stage = new Stage([1, 2, 3]);
    const bytes = saveState(MODEL, stage.transfer);
    for (const places of [
      [HEADER_BYTES + 7, HEADER_BYTES + 15],
      [HEADER_BYTES + 3, HEADER_BYTES + 7, HEADER_BYTES + 11, HEADER_BYTES + 23],
    ]) {
      const altered = bytes.slice();
      for (const place of places) altered[place] = (altered[place] as number) ^ 0x80;
      refused(altered, 3);
    }
  });

  test('bytes of any other kind', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => refused(bytes, 3)));
  });

  test('state of another model, which the error names', () => {
    fc.assert(
      fc.property(fc.string(), (other) => {
        fc.pre(other !== MODEL);
        refused(save([1, 2]), 2, other);
      }),
    );
    expect(() => restoreState(save([1]), 'model-2', blank(1).transfer)).toThrow(
      'This detector state was saved by another model than model-2.',
    );
  });

  test('sound state of a detector with fewer or more values', () => {
    const bytes = save([1, 2, 3]);
    expect(() => restoreState(bytes, MODEL, blank(4).transfer)).toThrow('is cut short');
    expect(() => restoreState(bytes, MODEL, blank(2).transfer)).toThrow('more than the detector');
    refused(bytes, 4);
    refused(bytes, 2);
  });

  test('and programs can tell by its code', () => {
    expect(new StateError('why')).toMatchObject({
      name: 'StateError',
      code: 'invalid_state',
      message: 'why',
    });
  });
});
