import { sensorLoggerKind } from '@stepstream/formats';
import {
  MAX_ACCELERATION_MPS2,
  MAX_ANGULAR_VELOCITY_RADPS,
  type PushedReading,
} from '@stepstream/protocol';
import { SensorLoggerPush } from '@stepstream/protocol/schemas';
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

/** Checks a message of the app; after this its readings can be trusted. */
export function readPush(body: unknown): Push | PushFault {
  const parsed = SensorLoggerPush.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = pathOf(issue?.path ?? []);
    return { field, detail: `${field || 'The body'}: ${issue?.message ?? 'is not valid'}` };
  }
  const readings: Reading[] = [];
  for (const [index, raw] of parsed.data.payload.entries()) {
    const reading = readReading(raw, `payload[${index}]`);
    if (reading && 'field' in reading) return reading;
    if (reading) readings.push(reading);
  }
  const { messageId, sessionId, deviceId } = parsed.data;
  return { messageId, sessionId, deviceId, readings };
}

function readReading(raw: PushedReading, path: string): Reading | PushFault | undefined {
  const kind = sensorLoggerKind(raw.name);
  if (!kind) return undefined;
  const time = Number(raw.time) / 1e9;
  if (!(time > 0 && time < LATEST)) {
    return { field: `${path}.time`, detail: `${path}.time: expected Unix time in nanoseconds` };
  }
  const values = raw.values as Readonly<Record<string, unknown>> | null | undefined;
  const [x, y, z] = AXES.map((axis) => values?.[axis]);
  const wrong = AXES.find((axis) => !Number.isFinite(values?.[axis]));
  if (wrong) {
    const field = `${path}.values.${wrong}`;
    return { field, detail: `${field}: expected a finite number` };
  }
  const reading = { kind, time, x, y, z } as Reading;
  const limit = kind === 'gyroscope' ? MAX_ANGULAR_VELOCITY_RADPS : MAX_ACCELERATION_MPS2;
  if (Math.hypot(reading.x, reading.y, reading.z) <= limit) return reading;
  const unit = kind === 'gyroscope' ? 'rad/s' : 'm/s²';
  return {
    field: `${path}.values`,
    detail: `${path}.values: physically impossible, over ${limit} ${unit}`,
  };
}

const AXES = ['x', 'y', 'z'] as const;
/** The year 2286, in seconds; what is later was not in nanoseconds. */
const LATEST = 1e10;

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
