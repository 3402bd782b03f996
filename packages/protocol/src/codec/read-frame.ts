import type { z } from 'zod';
import { type Fault, fault, missingField } from '../faults.ts';
import {
  ACCEL_FIELDS,
  GYRO_FIELDS,
  MAX_BATCH_SAMPLES,
  MAX_TIMESTAMP_SECONDS,
  ROW_LENGTH,
  type SampleBlock,
} from '../samples.ts';
import { Settings } from '../schemas/settings.ts';
import { accelerationFactor, angularVelocityFactor } from '../settings.ts';
import { impossibleVector, notANumber, notSeconds } from './sample-faults.ts';

/** A client's frame, read and checked: samples, a request, or what is wrong with it. */
export type ClientFrame =
  | SampleBlock
  | { readonly kind: 'stop' | 'reset' | 'stats' }
  | { readonly kind: 'configure'; readonly changes: Partial<Settings> }
  | Fault;

type VectorFields = typeof ACCEL_FIELDS | typeof GYRO_FIELDS;
type JsonObject = { readonly [key: string]: unknown };

const STOP: ClientFrame = { kind: 'stop' };
const RESET: ClientFrame = { kind: 'reset' };
const STATS: ClientFrame = { kind: 'stats' };

/**
 * Reads a text frame. This is the only place where a client's words are judged: what it returns can
 * be trusted. It runs for each sample, so it is written by hand; a property test holds it equal to
 * the schemas of `client-messages.ts`.
 *
 * @param settings the units in force for this client
 * @param block where samples are put, in SI units; returned when the frame holds samples
 * @returns the frame; never throws
 */
export function readFrame(text: string, settings: Settings, block: SampleBlock): ClientFrame {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return fault('invalid_json', 'The message is not valid JSON');
  }
  if (!isObject(message)) {
    return fault('invalid_message', 'The message must be a JSON object');
  }
  if (Object.hasOwn(message, 'action')) return readAction(message);
  if (Object.hasOwn(message, 'samples')) return readBatch(message['samples'], settings, block);
  return readSample(message, settings, block, 0, '') ?? filled(block, 1);
}

function readAction(message: JsonObject): ClientFrame {
  switch (message['action']) {
    case 'stop':
      return STOP;
    case 'reset':
      return RESET;
    case 'stats':
      return STATS;
    case 'configure':
      return readConfigure(message);
    default:
      return typeof message['action'] === 'string'
        ? fault('unknown_action', `Unknown action: ${quote(message['action'])}`, 'action')
        : fault('invalid_value', 'action must be a string', 'action');
  }
}

const Changes = Settings.partial();

function readConfigure(message: JsonObject): ClientFrame {
  const { action: _, ...changes } = message;
  const parsed = Changes.safeParse(changes);
  if (parsed.success) return { kind: 'configure', changes: withoutUndefined(parsed.data) };
  const issue = parsed.error.issues[0];
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
  const reason = issue?.code === 'unrecognized_keys' ? 'is not a setting' : issue?.message;
  return fault('invalid_value', `${quote(String(field))}: ${reason}`, cut(String(field)));
}

function readBatch(samples: unknown, settings: Settings, block: SampleBlock): ClientFrame {
  if (!Array.isArray(samples) || samples.length < 1 || samples.length > MAX_BATCH_SAMPLES) {
    return fault('invalid_value', `samples must be a list of 1 to ${MAX_BATCH_SAMPLES}`, 'samples');
  }
  for (let i = 0; i < samples.length; i++) {
    const prefix = `samples[${i}]`;
    const sample: unknown = samples[i];
    if (!isObject(sample)) {
      return fault('invalid_value', `${prefix} must be a JSON object`, prefix);
    }
    const wrong = readSample(sample, settings, block, i, `${prefix}.`);
    if (wrong) return wrong;
    if (Number.isNaN(block.rows[i * ROW_LENGTH]) === Number.isNaN(block.rows[0])) continue;
    return fault(
      'invalid_value',
      'Either all samples of a batch carry a timestamp or none',
      `${prefix}.timestamp`,
    );
  }
  return filled(block, samples.length);
}

/** Puts a sample into row `index` of the block, in SI units; returns what is wrong with it, if so. */
function readSample(
  sample: JsonObject,
  settings: Settings,
  block: SampleBlock,
  index: number,
  prefix: string,
): Fault | undefined {
  const row = index * ROW_LENGTH;
  const time = sample['timestamp'];
  if (time === undefined) block.rows[row] = Number.NaN;
  else if (!isFiniteNumber(time)) return notANumber(`${prefix}timestamp`);
  else if (Math.abs(time) > MAX_TIMESTAMP_SECONDS) return notSeconds(`${prefix}timestamp`);
  else block.rows[row] = time;

  const wrong = readVector(
    sample,
    ACCEL_FIELDS,
    accelerationFactor(settings),
    block,
    row + 1,
    prefix,
  );
  if (wrong) return wrong;
  const tooStrong = impossibleVector(block.rows, row + 1, ACCEL_FIELDS, prefix);
  if (tooStrong) return tooStrong;
  if (GYRO_FIELDS.every((field) => sample[field] === undefined)) {
    block.rows.fill(Number.NaN, row + 4, row + ROW_LENGTH);
    return undefined;
  }
  const half = readVector(
    sample,
    GYRO_FIELDS,
    angularVelocityFactor(settings),
    block,
    row + 4,
    prefix,
  );
  return half ?? impossibleVector(block.rows, row + 4, GYRO_FIELDS, prefix);
}

function readVector(
  sample: JsonObject,
  fields: VectorFields,
  factor: number,
  block: SampleBlock,
  offset: number,
  prefix: string,
): Fault | undefined {
  for (let i = 0; i < 3; i++) {
    const field = fields[i] as string;
    const value = sample[field];
    if (value === undefined) return missingField(prefix + field);
    if (!isFiniteNumber(value)) return notANumber(prefix + field);
    block.rows[offset + i] = value * factor;
  }
  return undefined;
}

function filled(block: SampleBlock, count: number): SampleBlock {
  block.count = count;
  block.timed = !Number.isNaN(block.rows[0]);
  return block;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A client's own word in an error message, cut to a readable length. */
function quote(word: string): string {
  return JSON.stringify(cut(word));
}

function cut(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word;
}

function withoutUndefined(changes: z.infer<typeof Changes>): Partial<Settings> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
