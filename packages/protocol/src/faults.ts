import { SENSOR_FIELDS } from './sensor-fields.ts';

/** Stable codes of what can be wrong with a client's frame, with what each means. */
export const FAULT_CODES = {
  invalid_json: 'The frame is not JSON.',
  invalid_message: 'The frame is JSON, but not an object.',
  missing_fields: 'A sample lacks a required field.',
  invalid_value: 'A field has an impossible value; `field` names it.',
  unknown_action: 'The server does not know this action.',
  too_large: 'The frame is longer than the server accepts.',
  too_complex: 'The frame nests deeper, or has more keys, than samples do.',
  invalid_binary: 'The binary frame is not a base time and whole rows.',
  unauthenticated: 'The new token is wrong or has expired; the previous one stays valid.',
  rate_limited: 'The client sends more samples a second than the server accepts.',
  internal_error: 'The server failed on this frame; the fault is not yours.',
} as const;

export type FaultCode = keyof typeof FAULT_CODES;

/** What is wrong with a frame that can't be used. */
export interface Fault {
  readonly kind: 'fault';
  readonly code: FaultCode;
  /** A sentence for a person. */
  readonly message: string;
  /** The offending field, as a path: `accel_x`, `samples[3].gyro_y`. */
  readonly field?: string;
  /** With `missing_fields`: what a sample consists of. */
  readonly requiredFields?: readonly string[];
}

/** Makes a fault. */
export function fault(code: FaultCode, message: string, field?: string): Fault {
  return field === undefined
    ? { kind: 'fault', code, message }
    : { kind: 'fault', code, message, field };
}

/** The fault of a sample without one of its fields, in the words that clients in the field know. */
export function missingField(field: string): Fault {
  return {
    kind: 'fault',
    code: 'missing_fields',
    message: 'Missing sensor data fields',
    field,
    requiredFields: SENSOR_FIELDS,
  };
}
