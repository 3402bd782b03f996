import type { z } from 'zod';
import {
  Authenticate,
  Batch,
  Configure,
  Ping,
  Reset,
  Resume,
  Sample,
  Stats,
  Stop,
} from './client-messages.ts';
import { ServerMessage } from './server-messages.ts';

/*
 * What each message is for: the documents (asyncapi.json, docs/protocol.md, /docs) are made from
 * this and from the schemas. The types see to it that nothing is left out.
 */

/** A message that a client may send. */
export interface ClientMessageEntry {
  readonly schema: z.ZodType;
  readonly summary: string;
  /** What it is answered, if all is well; else it is an `error`. */
  readonly answer: ServerMessage['type'];
  readonly example: object;
  /** The query of the address, where it is the first message of a connection and sent before the greeting. */
  readonly isFirstAfter?: string;
}

export const CLIENT_MESSAGES = {
  Sample: {
    schema: Sample,
    summary: 'One reading of the sensors.',
    answer: 'step_detection',
    example: {
      accel_x: 0.1,
      accel_y: 0.2,
      accel_z: 9.8,
      gyro_x: 0.01,
      gyro_y: 0.02,
      gyro_z: 0.03,
    },
  },
  Batch: {
    schema: Batch,
    summary: 'Several readings in one frame, answered once.',
    answer: 'step_detection',
    example: {
      samples: [
        { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8, timestamp: 12.34 },
        { accel_x: 0.2, accel_y: 0.2, accel_z: 9.9, timestamp: 12.36 },
      ],
    },
  },
  Configure: {
    schema: Configure,
    summary: 'Changes settings; the others stay as they are.',
    answer: 'configure_response',
    example: { action: 'configure', accel_unit: 'g', gyro_unit: 'deg/s' },
  },
  Reset: {
    schema: Reset,
    summary: 'Sets the count to zero, and starts the detector anew.',
    answer: 'reset_response',
    example: { action: 'reset' },
  },
  Stats: {
    schema: Stats,
    summary: 'Asks for the statistics of the session and the server.',
    answer: 'stats_response',
    example: { action: 'stats' },
  },
  Ping: {
    schema: Ping,
    summary: 'Asks for a sign of life, and is one.',
    answer: 'pong',
    example: { action: 'ping' },
  },
  Authenticate: {
    schema: Authenticate,
    summary:
      'Sends a token: as the first message, if neither the address nor a header has one, or a new one before the old ' +
      'one expires. It belongs to the connection: the session does not count it, not even as a sign of life. As the ' +
      'first message it is answered with `session_started`.',
    answer: 'authenticate_response',
    example: { action: 'authenticate', token: 'eyJhbGciOiJIUzI1NiJ9…' },
  },
  Resume: {
    schema: Resume,
    summary:
      'Continues a session whose connection was lost: the first message of a connection with `?resume=message`, ' +
      'after authenticate if that is needed. Proxies do not log it, as they may log an address. It belongs to the ' +
      'connection: the session does not count it.',
    answer: 'session_started',
    example: {
      action: 'resume',
      resume_token: 'ZxQ1v0mYS9uT3nG4bKc7hEwRjD2aLpVfXiOqNs5tB8yUzC6kWgHdJoMeArIlPTFE',
      answered: 100,
    },
    isFirstAfter: '?resume=message',
  },
  Stop: {
    schema: Stop,
    summary: 'Ends the session. What is sent after it is not answered.',
    answer: 'stop_response',
    example: { action: 'stop' },
  },
} as const satisfies Record<string, ClientMessageEntry>;

/** When the server sends each of its messages. */
export const SERVER_MESSAGES: Record<ServerMessage['type'], string> = {
  session_started: 'Sent unasked, as the first message of a connection.',
  step_detection: 'The answer to samples.',
  stop_response: 'The answer to stop. The connection is then closed with 1000.',
  reset_response: 'The answer to reset. The next samples count from zero.',
  stats_response: 'The answer to stats.',
  configure_response: 'The answer to configure: all settings that are in force.',
  pong: 'The answer to ping.',
  authenticate_response: 'The answer to authenticate in a live session: the new token is accepted.',
  token_expiring:
    'Sent 60 s before the token of the session expires. Send a new one with authenticate, or the connection is then ' +
    'closed with 4401.',
  checkpoint:
    'Sent after the session has been saved, to a client that connected with `?checkpoints=1`.',
  hint:
    'Sent at most once for each code, if the first seconds of the signal do not fit the settings. ' +
    'Only to clients that connect with the subprotocol `stepstream.v1` or have configured something.',
  timeout_response:
    'Sent when the client has been silent for too long. The connection is then closed with 4408.',
  session_replaced:
    'Sent when the same user connects again. The connection is then closed with 4409.',
  session_terminated:
    'Sent when an operator ends the session. The connection is then closed with 4410.',
  server_draining:
    'Sent when the server is about to restart or stop, and has saved the session. The connection is then closed with ' +
    '1012.',
  error: "The answer to a frame that can't be used. The session and its count continue.",
};

/** The schema of each of the server's messages, by type. */
export const SERVER_SCHEMAS = Object.fromEntries(
  ServerMessage.options.map((schema) => [schema.shape.type.value, schema]),
) as Record<ServerMessage['type'], (typeof ServerMessage.options)[number]>;

/** `session_started` as the documents name its schema: `SessionStarted`. */
export function schemaName(type: string): string {
  return type.replace(/(^|_)([a-z])/g, (_match, _bar, letter: string) => letter.toUpperCase());
}
