import { sensorLoggerKind } from '@stepstream/formats';
import { MAX_ACCELERATION_MPS2, MAX_ANGULAR_VELOCITY_RADPS } from '@stepstream/protocol';
import {
  MAX_READINGS,
  MAX_SENSOR_NAME_LENGTH,
  NANOSECONDS_IN_WORDS,
  PushedReading,
  SensorLoggerPush,
} from '@stepstream/protocol/schemas';
import { z } from 'zod';
import type { ProblemDetails } from '../http/problem.ts';
import type { Reading } from './pushed-sensors.ts';

/** A message of the app, checked, with the readings that have to do with steps. */
export interface Push {
  readonly messageId: number;
  readonly sessionId: string;
  readonly deviceId: string;
  readonly readings: readonly Reading[];
}

/** What is wrong with a message, and where. */
export type PushFault = Required<ProblemDetails>;

/** All of a message but its readings, which are checked one by one: that is ten times as fast. */
const Envelope = SensorLoggerPush.extend({
  payload: z.array(z.unknown()).max(MAX_READINGS),
});

/** Readings that are checked in one turn: a millisecond. */
const SLICE = 1000;

/**
 * Checks a message of the app; after this its readings can be trusted.
 *
 * @param turn waits until others have had their turns; asked between the parts of a long message
 */
export async function readPush(
  body: unknown,
  turn: () => Promise<void>,
): Promise<Push | PushFault> {
  const parsed = Envelope.safeParse(body);
  if (!parsed.success) return faultOf(parsed.error, []);
  const readings: Reading[] = [];
  for (const [index, raw] of parsed.data.payload.entries()) {
    if (index > 0 && index % SLICE === 0) await turn();
    const reading = readReading(raw, index);
    if (reading && 'field' in reading) return reading;
    if (reading) readings.push(reading);
  }
  const { messageId, sessionId, deviceId } = parsed.data;
  return { messageId, sessionId, deviceId, readings };
}

function readReading(raw: unknown, index: number): Reading | PushFault | undefined {
  if (!isReading(raw)) {
    const { error } = PushedReading.safeParse(raw);
    return error && faultOf(error, ['payload', index]);
  }
  const kind = sensorLoggerKind(raw.name);
  if (!kind) return undefined;
  const time = Number(raw.time) / 1e9;
  if (!(time > 0 && time < LATEST)) {
    return wrong(index, '.time', 'expected Unix time in nanoseconds');
  }
  const { x, y, z } = (raw.values ?? {}) as Readonly<Record<string, number>>;
  if (!(Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z))) {
    const axis = Number.isFinite(x) ? (Number.isFinite(y) ? 'z' : 'y') : 'x';
    return wrong(index, `.values.${axis}`, 'expected a finite number');
  }
  const reading = { kind, time, x, y, z } as Reading;
  const limit = kind === 'gyroscope' ? MAX_ANGULAR_VELOCITY_RADPS : MAX_ACCELERATION_MPS2;
  if (reading.x ** 2 + reading.y ** 2 + reading.z ** 2 <= limit ** 2) return reading;
  const unit = kind === 'gyroscope' ? 'rad/s' : 'm/s²';
  return wrong(index, '.values', `physically impossible, over ${limit} ${unit}`);
}

function wrong(index: number, place: string, why: string): PushFault {
  const field = `payload[${index}]${place}`;
  return { field, detail: `${field}: ${why}` };
}

/** The year 2286, in seconds; what is later was not in nanoseconds. */
const LATEST = 1e10;

/** Whether it is what {@link PushedReading} describes. */
function isReading(raw: unknown): raw is PushedReading {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return false;
  const { name, time } = raw as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || name.length > MAX_SENSOR_NAME_LENGTH) return false;
  return Number.isFinite(time) || (typeof time === 'string' && NANOSECONDS_IN_WORDS.test(time));
}

function faultOf({ issues: [issue] }: z.ZodError, within: readonly PropertyKey[]): PushFault {
  const field = pathOf([...within, ...(issue?.path ?? [])]);
  return { field, detail: `${field || 'The body'}: ${issue?.message ?? 'is not valid'}` };
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
