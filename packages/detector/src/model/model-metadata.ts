import type { NetworkParameters } from '../network/network-model.ts';
import { ModelFileError, quoted } from './model-file-error.ts';

/** What a file says it is, in its metadata. */
const FORMAT = 'stepstream-tcn';
const FORMAT_VERSION = '3';
/** The entry that all others and the weights are summed up in. */
export const CHECKSUM_KEY = 'checksum';

/** Model names are sent to clients and used in paths. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** A number as JavaScript or JSON writes it. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;
/** The product promises to confirm a step within this time. */
const MAX_DELAY_SECONDS = 0.3;
/** Beyond this, a calibration is a mistake: it makes every output certain. */
const MAX_CALIBRATION = 1000;

/** The numbers in the metadata, each with its lowest and highest value. */
const NUMBERS = {
  delay: [0, MAX_DELAY_SECONDS],
  calibration_slope: [0, MAX_CALIBRATION],
  calibration_intercept: [-MAX_CALIBRATION, MAX_CALIBRATION],
  threshold: [0, 1],
  walk_threshold: [0, 1],
  hindsight_slope: [0, MAX_CALIBRATION],
  hindsight_on_foot: [-MAX_CALIBRATION, MAX_CALIBRATION],
  hindsight_intercept: [-MAX_CALIBRATION, MAX_CALIBRATION],
  hindsight_threshold: [0, 1],
} as const;
type NumberKey = keyof typeof NUMBERS;
const NUMBER_KEYS = Object.keys(NUMBERS) as NumberKey[];
/** All entries that are not provenance. */
const OWN_KEYS: ReadonlySet<string> = new Set([
  'format',
  'format_version',
  'id',
  ...NUMBER_KEYS,
  CHECKSUM_KEY,
]);

/** All of a model but its weights. */
export interface Metadata extends Omit<NetworkParameters, 'weights'> {
  /** Entries of any other name, as they stand. */
  readonly provenance: Readonly<Record<string, string>>;
  readonly checksum: string;
}

/** Whether a model may have this name: 1 to 64 letters, digits, dots, dashes and underscores. */
export function isModelName(id: string): boolean {
  return ID.test(id);
}

/**
 * Reads the metadata of a model file. Whether the checksum is right is not looked at here.
 *
 * @throws {ModelFileError} `not_a_model`, `wrong_version`, or `damaged`
 */
export function readMetadata(texts: ReadonlyMap<string, string>): Metadata {
  if (texts.get('format') !== FORMAT) {
    throw new ModelFileError('not_a_model', 'it is a safetensors file of something else');
  }
  const version = take(texts, 'format_version');
  if (version !== FORMAT_VERSION) {
    const detail = `version ${quoted(version)}, and this Stepstream reads ${FORMAT_VERSION}`;
    throw new ModelFileError('wrong_version', detail);
  }
  const id = take(texts, 'id');
  if (!isModelName(id))
    throw new ModelFileError('damaged', `${quoted(id)} can't be a model's name`);
  const number = (key: NumberKey) => readNumber(key, take(texts, key));
  return {
    id,
    delay: number('delay'),
    calibration: {
      slope: number('calibration_slope'),
      intercept: number('calibration_intercept'),
    },
    threshold: number('threshold'),
    walkThreshold: number('walk_threshold'),
    hindsightCalibration: {
      slope: number('hindsight_slope'),
      onFoot: number('hindsight_on_foot'),
      intercept: number('hindsight_intercept'),
    },
    hindsightThreshold: number('hindsight_threshold'),
    provenance: Object.fromEntries([...texts].filter(([key]) => !OWN_KEYS.has(key))),
    checksum: take(texts, CHECKSUM_KEY),
  };
}

/**
 * The metadata of a model file, without its checksum.
 *
 * @throws {RangeError} for a model that {@link readMetadata} would not take, and for provenance
 *   under a name that is the format's own
 */
export function writeMetadata(
  model: Omit<Metadata, 'provenance' | 'checksum'> & Partial<Pick<Metadata, 'provenance'>>,
): Map<string, string> {
  if (!isModelName(model.id)) throw new RangeError(`${quoted(model.id)} can't be a model's name.`);
  const numbers: Record<NumberKey, number> = {
    delay: model.delay,
    calibration_slope: model.calibration.slope,
    calibration_intercept: model.calibration.intercept,
    threshold: model.threshold,
    walk_threshold: model.walkThreshold,
    hindsight_slope: model.hindsightCalibration.slope,
    hindsight_on_foot: model.hindsightCalibration.onFoot,
    hindsight_intercept: model.hindsightCalibration.intercept,
    hindsight_threshold: model.hindsightThreshold,
  };
  for (const key of NUMBER_KEYS) {
    if (!isWithin(key, numbers[key]))
      throw new RangeError(`${key} ${numbers[key]}: ${range(key)}.`);
  }
  const provenance = Object.entries(model.provenance ?? {});
  const taken = provenance.find(([key]) => OWN_KEYS.has(key));
  if (taken) throw new RangeError(`Provenance can't be called ${taken[0]}: the format uses it.`);
  return new Map([
    ['format', FORMAT],
    ['format_version', FORMAT_VERSION],
    ['id', model.id],
    ...NUMBER_KEYS.map((key): [string, string] => [key, String(numbers[key])]),
    ...provenance,
  ]);
}

function take(texts: ReadonlyMap<string, string>, key: string): string {
  const text = texts.get(key);
  if (text === undefined) throw new ModelFileError('damaged', `its metadata has no ${key}`);
  return text;
}

function readNumber(key: NumberKey, text: string): number {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (isWithin(key, value)) return value;
  throw new ModelFileError('damaged', `its ${key} is ${quoted(text)}, ${range(key)}`);
}

/** False for what is not a number, too. */
function isWithin(key: NumberKey, value: number): boolean {
  const [lowest, highest] = NUMBERS[key];
  return value >= lowest && value <= highest;
}

function range(key: NumberKey): string {
  const [lowest, highest] = NUMBERS[key];
  return `not a number from ${lowest} to ${highest}`;
}
