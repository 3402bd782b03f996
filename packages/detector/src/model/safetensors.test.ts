import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { ModelFileError, type ModelFileErrorCode } from './model-file-error.ts';
import { type FloatTensor, readSafetensors, writeSafetensors } from './safetensors.ts';

const FLOAT = fc.float({ noNaN: true, noDefaultInfinity: true });
const TENSOR = fc
  .array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 })
  .chain((shape): fc.Arbitrary<FloatTensor> => {
    const length = shape.reduce((product, size) => product * size, 1);
    return fc
      .array(FLOAT, { minLength: length, maxLength: length })
      .map((values) => ({ shape, values: Float32Array.from(values) }));
  });
/** Names that are hard: of Object's own making, numbers, quotes and braces, halves of characters. */
const NAME = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', 'constructor', '1', '{"a":', '\\', ''),
  )
  .filter((name) => name !== '__metadata__');
const TENSORS = fc.uniqueArray(fc.tuple(NAME, TENSOR), {
  maxLength: 5,
  selector: ([name]) => name,
});
const METADATA = fc.uniqueArray(fc.tuple(NAME, fc.string()), {
  maxLength: 5,
  selector: ([name]) => name,
});

/** A small file: two tensors, one text. */
const SMALL = writeSafetensors(
  new Map([
    ['a', { shape: [2, 2], values: Float32Array.of(1, -2, 3.5, 1e-40) }],
    ['b', { shape: [1], values: Float32Array.of(7) }],
  ]),
  new Map([['who', 'me']]),
);

/** A file of any header and data. */
function fileOf(header: unknown, data = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function refusal(bytes: Uint8Array): ModelFileError | undefined {
  try {
    readSafetensors(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ModelFileError) return error;
    throw error;
  }
}

test('what is written is read again, to the last bit', () => {
  fc.assert(
    fc.property(TENSORS, METADATA, (tensors, metadata) => {
      const bytes = writeSafetensors(new Map(tensors), new Map(metadata));
      const read = readSafetensors(bytes);
      expect(new Map(read.tensors)).toEqual(new Map(tensors));
      expect(new Map(read.metadata)).toEqual(new Map(metadata));
      // The numbers begin at a multiple of eight.
      expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
    }),
  );
});

test('the same tensors give the same bytes, as the format has them', () => {
  const header =
    '{"__metadata__":{"who":"me"},' +
    '"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},' +
    '"b":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const data = new Uint8Array(Float32Array.of(1, -2, 3.5, 1e-40, 7).buffer);
  expect(SMALL).toEqual(fileOf(padded, data));
});

test('a part of a larger buffer is read like a file of its own', () => {
  const larger = new Uint8Array(SMALL.length + 6).fill(0x7b);
  larger.set(SMALL, 3);
  const read = readSafetensors(larger.subarray(3, 3 + SMALL.length));
  expect(read).toEqual(readSafetensors(SMALL));
});

describe('a damaged file is refused:', () => {
  test('cut short anywhere, or with more behind it', () => {
    for (let length = 0; length < SMALL.length; length++) {
      const code = refusal(SMALL.subarray(0, length))?.code;
      expect(code).toBe(length <= 8 ? 'not_a_model' : 'damaged');
    }
    expect(refusal(Uint8Array.of(...SMALL, 0))?.code).toBe('damaged');
  });

  test('with a byte of the header altered, or it holds as many numbers, all finite', () => {
    const headerEnd = SMALL.length - 20;
    const place = fc.integer({ min: 0, max: headerEnd - 1 });
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Uint8Array.from(SMALL);
        bytes[at] = (bytes[at] as number) ^ change;
        if (refusal(bytes)) return;
        const numbers = [...readSafetensors(bytes).tensors.values()].flatMap((t) => [...t.values]);
        expect(numbers).toEqual([1, -2, 3.5, Math.fround(1e-40), 7]);
      }),
      { numRuns: 2000 },
    );
  });

  test('of any bytes, without any other failure', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void refusal(bytes)));
    const header = fc.oneof(
      fc.json(),
      fc.string().map((text) => `{${text}`),
    );
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 16 }), (text, data) => {
        void refusal(fileOf(text, data));
      }),
    );
  });

  const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  const cases: readonly [string, unknown, ModelFileErrorCode, string][] = [
    ['a list', '[1]', 'not_a_model', 'does not begin as'],
    ['no JSON', '{"a":', 'damaged', 'header is not JSON'],
    ['endless braces', '{"a":'.repeat(100_000), 'damaged', 'header is not JSON'],
    ['two tensors of a name', '{"a":0,"a":0}', 'damaged', '"a" twice'],
    ['a name in two spellings', '{"a":0,"\\u0061":0}', 'damaged', '"a" twice'],
    ['two texts of a name', '{"__metadata__":{"k":"","k":""}}', 'damaged', '"k" twice'],
    ['metadata that is no object', { __metadata__: 'x' }, 'damaged', 'metadata is not an object'],
    ['metadata of a number', { __metadata__: { k: 1 } }, 'damaged', '"k" is not a text'],
    ['a tensor that is a list', { a: [] }, 'damaged', 'of "a": no object'],
    ['no dtype', { a: { ...entry, dtype: 1 } }, 'damaged', 'of "a": no dtype'],
    ['another dtype', { a: { ...entry, dtype: 'F64' } }, 'wrong_shape', '"F64", not F32'],
    ['no shape', { a: { ...entry, shape: undefined } }, 'damaged', 'no shape'],
    ['a negative size', { a: { ...entry, shape: [-1] } }, 'damaged', 'no shape'],
    ['half a size', { a: { ...entry, shape: [0.5] } }, 'damaged', 'no shape'],
    [
      'a huge shape',
      { a: { ...entry, shape: [2 ** 52, 2 ** 52] } },
      'damaged',
      'as its shape says',
    ],
    ['one offset', { a: { ...entry, data_offsets: [0] } }, 'damaged', 'no data_offsets'],
    ['a turned offset', { a: { ...entry, data_offsets: [4, 0] } }, 'damaged', 'before it begins'],
    ['a field too many', { a: { ...entry, more: 1 } }, 'damaged', 'unknown field "more"'],
    ['a shape too large', { a: { ...entry, shape: [2] } }, 'damaged', 'as its shape says'],
    ['a gap', { a: { ...entry, data_offsets: [4, 8] } }, 'damaged', 'leaves a gap'],
    ['an overlap', { a: entry, b: entry }, 'damaged', 'overlaps another'],
    ['no data', {}, 'damaged', 'take 0 bytes, and there are 4'],
    [
      'an end beyond the file',
      { a: { ...entry, shape: [2], data_offsets: [0, 8] } },
      'damaged',
      'take 8 bytes, and there are 4',
    ],
  ];
  test.each(cases)('%s', (_, header, code, detail) => {
    const error = refusal(fileOf(header, new Uint8Array(4)));
    expect(error?.code).toBe(code);
    expect(error?.message).toContain(detail);
    expect(error?.message).not.toContain('\n');
  });

  test('a header longer than any file', () => {
    const bytes = Uint8Array.from(SMALL).fill(0xff, 0, 8);
    expect(refusal(bytes)?.message).toContain('ends before its header does');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%p', (value) => {
    const data = new Uint8Array(Float32Array.of(value).buffer);
    const error = refusal(fileOf({ a: entry }, data));
    expect(error?.code).toBe('damaged');
    expect(error?.message).toContain(`"a" holds ${value}`);
  });
});

test('nothing is written that could not be read', () => {
  const write = (name: string, shape: number[], values: number[]) => () =>
    writeSafetensors(new Map([[name, { shape, values: Float32Array.from(values) }]]));
  expect(write('a', [2], [1])).toThrow(RangeError);
  expect(write('a', [-1], [])).toThrow(RangeError);
  expect(write('a', [1], [Number.NaN])).toThrow(RangeError);
  expect(write('__metadata__', [1], [1])).toThrow(RangeError);
  expect(write('a', [], [1])).not.toThrow();
});
