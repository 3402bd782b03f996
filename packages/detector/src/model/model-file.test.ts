import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { PARAMETER_COUNT, TENSORS } from '../network/shape.ts';
import { randomModel } from '../testing/random-model.ts';
import { type ModelFile, parseModel, serializeModel } from './model-file.ts';
import { ModelFileError, type ModelFileErrorCode } from './model-file-error.ts';
import { type FloatTensor, readSafetensors, writeSafetensors } from './safetensors.ts';

const MODEL = randomModel();
const BYTES = serializeModel(MODEL);

function refusal(bytes: Uint8Array): ModelFileError {
  try {
    parseModel(bytes);
  } catch (error) {
    if (error instanceof ModelFileError) return error;
    throw error;
  }
  throw new Error('a ModelFileError was expected');
}

/** The file with its tensors or texts altered, well-formed otherwise. */
function altered(
  alter: (tensors: Map<string, FloatTensor>, metadata: Map<string, string>) => void,
): Uint8Array {
  const { tensors, metadata } = readSafetensors(BYTES);
  const [newTensors, newMetadata] = [new Map(tensors), new Map(metadata)];
  alter(newTensors, newMetadata);
  return writeSafetensors(newTensors, newMetadata);
}
const withText = (key: string, text: string) => altered((_, metadata) => metadata.set(key, text));
const zeros = (...shape: number[]): FloatTensor => ({
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});

describe('what is written is read again', () => {
  test('all of it, and the same model gives the same bytes', () => {
    expect(parseModel(BYTES)).toEqual(MODEL);
    expect(serializeModel(parseModel(BYTES))).toEqual(BYTES);
    expect(BYTES.length).toBeLessThan(64 * 1024);
  });

  test('every parameter, to the last bit', () => {
    const number = (min: number, max: number) =>
      fc.double({ min, max, noNaN: true }).map((x) => x + 0);
    fc.assert(
      fc.property(
        fc.record({
          id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
          delay: number(0, 0.3),
          calibration: fc.record({ slope: number(0, 1000), intercept: number(-1000, 1000) }),
          threshold: number(0, 1),
          walkThreshold: number(0, 1),
          hindsightCalibration: fc.record({
            slope: number(0, 1000),
            onFoot: number(-1000, 1000),
            intercept: number(-1000, 1000),
          }),
          hindsightThreshold: number(0, 1),
          provenance: fc.dictionary(fc.string({ minLength: 16 }), fc.string()),
        }),
        (changes) => {
          const model: ModelFile = { ...MODEL, ...changes };
          expect(parseModel(serializeModel(model))).toEqual(model);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('in whatever order the file has its tensors and texts', () => {
    const { tensors, metadata } = readSafetensors(BYTES);
    const turned = writeSafetensors(
      new Map([...tensors].reverse()),
      new Map([...metadata].reverse()),
    );
    expect(parseModel(turned)).toEqual(MODEL);
  });

  test('without provenance, where there is none', () => {
    const { provenance: _, ...parameters } = MODEL;
    expect(parseModel(serializeModel(parameters)).provenance).toEqual({});
  });
});

test('the file says what it is in plain names', () => {
  const { tensors, metadata } = readSafetensors(BYTES);
  expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual(
    TENSORS.map(({ name, shape }) => [name, [...shape]]),
  );
  expect(Object.fromEntries(metadata)).toEqual({
    format: 'stepstream-tcn',
    format_version: '3',
    id: 'random-1',
    delay: '0.25',
    calibration_slope: '1.25',
    calibration_intercept: '-0.5',
    threshold: '0.3',
    walk_threshold: '0.6',
    hindsight_slope: '1.5',
    hindsight_on_foot: '0.25',
    hindsight_intercept: '-1',
    hindsight_threshold: '0.7',
    seed: '1',
    command: 'none',
    trained_on: 'nothing',
    checksum: expect.stringMatching(/^fnv1a-[0-9a-f]{8}$/),
  });
});

describe('a file is refused', () => {
  test('that is cut short', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: BYTES.length - 1 }), (length) => {
        const { code } = refusal(BYTES.subarray(0, length));
        expect(code).toBe(length <= 8 ? 'not_a_model' : 'damaged');
      }),
      { numRuns: 200 },
    );
  });

  test('with one byte altered, wherever it is, or it is the same model', () => {
    const headerLength = Number(new DataView(BYTES.buffer).getBigUint64(0, true));
    const place = fc.oneof(
      fc.integer({ min: 0, max: 8 + headerLength - 1 }),
      fc.integer({ min: 0, max: BYTES.length - 1 }),
    );
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Uint8Array.from(BYTES);
        bytes[at] = (bytes[at] as number) ^ change;
        let read: ModelFile;
        try {
          read = parseModel(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ModelFileError);
          return;
        }
        expect(read).toEqual(MODEL);
      }),
      { numRuns: 1000 },
    );
  });

  const cases: readonly [string, Uint8Array, ModelFileErrorCode, string][] = [
    ['that is empty', new Uint8Array(0), 'not_a_model', 'does not begin as'],
    ['of another kind', new TextEncoder().encode('timestamp,accel_x\n'), 'not_a_model', ''],
    ['of somebody else', writeSafetensors(new Map()), 'not_a_model', 'something else'],
    ['of another format', withText('format', 'x'), 'not_a_model', 'something else'],
    ['of another version', withText('format_version', '2'), 'wrong_version', 'version "2"'],
    ['with another delay', withText('delay', '0.2'), 'damaged', 'checksum'],
    ['with another origin', withText('seed', '2'), 'damaged', 'checksum'],
    ['with a delay too long', withText('delay', '0.31'), 'damaged', 'not a number from 0 to 0.3'],
    ['with no delay at all', withText('delay', ''), 'damaged', 'its delay is ""'],
    ['with a threshold over 1', withText('threshold', '1.1'), 'damaged', 'its threshold is "1.1"'],
    ['with a threshold of words', withText('walk_threshold', 'high'), 'damaged', 'walk_threshold'],
    ['with a huge one', withText('threshold', '1e999'), 'damaged', 'is "1e999"'],
    ['with a wild hindsight', withText('hindsight_slope', '1001'), 'damaged', 'hindsight_slope is'],
    [
      'without the threshold of hindsight',
      altered((_, texts) => texts.delete('hindsight_threshold')),
      'damaged',
      'has no hindsight_threshold',
    ],
    ['with a blank number', withText('calibration_intercept', ' 1'), 'damaged', 'is " 1"'],
    ['with a name that is a path', withText('id', '../x'), 'damaged', '"../x" can\'t be'],
    ['without a name', altered((_, texts) => texts.delete('id')), 'damaged', 'has no id'],
    ['without a checksum', altered((_, texts) => texts.delete('checksum')), 'damaged', 'checksum'],
    [
      'without a tensor',
      altered((tensors) => tensors.delete('head.bias')),
      'wrong_shape',
      'no tensor "head.bias"',
    ],
    [
      'with a tensor too many',
      altered((tensors) => tensors.set('tail', zeros(1))),
      'wrong_shape',
      'a tensor "tail" too many',
    ],
    [
      'with a tensor of another shape',
      altered((tensors) => tensors.set('head.weight', zeros(3, 24))),
      'wrong_shape',
      '"head.weight" is [3,24] and should be [4,24]',
    ],
    [
      'with another weight',
      altered((tensors) => tensors.set('stem.bias', zeros(24))),
      'damaged',
      'checksum',
    ],
  ];
  test.each(cases)('%s', (_, bytes, code, detail) => {
    const error = refusal(bytes);
    expect(error).toMatchObject({ name: 'ModelFileError', code });
    expect(error.message).toContain(detail);
    // One line that ends in what to do.
    expect(error.message).toMatch(/^This [^\n]+: [^\n]+\. [A-Z][^\n]+\.$/);
  });
});

test('nothing is written that could not be read', () => {
  const write = (changes: Partial<ModelFile>) => () => serializeModel({ ...MODEL, ...changes });
  expect(write({ weights: new Float32Array(PARAMETER_COUNT - 1) })).toThrow(RangeError);
  expect(write({ weights: Float32Array.from(MODEL.weights).fill(Number.NaN, 3, 4) })).toThrow(
    RangeError,
  );
  expect(write({ delay: 0.4 })).toThrow('delay 0.4: not a number from 0 to 0.3.');
  expect(write({ calibration: { slope: Number.NaN, intercept: 0 } })).toThrow(RangeError);
  expect(write({ threshold: -0.1 })).toThrow(RangeError);
  expect(write({ hindsightThreshold: 1.1 })).toThrow('hindsight_threshold 1.1: not a number');
  expect(write({ hindsightCalibration: { slope: 1, onFoot: 0, intercept: 1e4 } })).toThrow(
    RangeError,
  );
  expect(write({ id: 'a/b' })).toThrow(RangeError);
  expect(write({ provenance: { delay: '1' } })).toThrow("can't be called delay");
});
