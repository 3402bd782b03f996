import {
  Health,
  Problem,
  PushAnswer,
  SensorLoggerPush,
  SessionDetails,
  SessionEnded,
  SessionList,
} from '@stepstream/protocol/schemas';
import type { z } from 'zod';

/** An address of the HTTP interface. A test holds this list equal to the routes of the server. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  /** What it takes, as JSON. */
  readonly body?: Named;
  readonly answer: {
    readonly description: string;
    /** What it answers, as JSON; left out where it is something else. */
    readonly body?: Named;
    /** Default: `application/json`. */
    readonly contentType?: string;
  };
  /** Whether it is for operators: open to this machine, and beyond it to the admin token. */
  readonly operators?: true;
  /** The errors that it may answer beside those that all may, by status. */
  readonly problems?: Readonly<Record<number, string>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
}

/** A schema, by the name that the document has it under. */
export interface Named {
  readonly name: string;
  readonly schema: z.ZodType;
}

const ID: Parameter = { name: 'id', in: 'path', description: 'The session.' };
const NO_SESSION = { 404: 'There is no live session of this id (`session_not_found`).' };
const PAGE = { contentType: 'text/html' };

export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/sessions',
    id: 'listSessions',
    tag: 'Sessions',
    operators: true,
    summary: 'The live sessions',
    answer: { description: 'All of them.', body: { name: 'SessionList', schema: SessionList } },
  },
  {
    method: 'get',
    path: '/sessions/{id}',
    id: 'getSession',
    tag: 'Sessions',
    operators: true,
    summary: 'One live session',
    parameters: [ID],
    answer: { description: 'It.', body: { name: 'SessionDetails', schema: SessionDetails } },
    problems: NO_SESSION,
  },
  {
    method: 'delete',
    path: '/sessions/{id}',
    id: 'endSession',
    tag: 'Sessions',
    operators: true,
    summary: 'Ends a session and its connection',
    parameters: [ID],
    answer: { description: 'It is gone.', body: { name: 'SessionEnded', schema: SessionEnded } },
    problems: NO_SESSION,
  },
  {
    method: 'post',
    path: '/ingest/sensor-logger',
    id: 'pushSensorLogger',
    tag: 'Devices without a socket',
    summary: 'Takes what the app Sensor Logger pushes',
    description:
      'A recording of the app is a session like any other. Messages that overtake one another are put in order; repeated ones count once. In the app, switch on Accelerometer and Gravity, or on Android Total Acceleration, and give this address under Data Streaming as the push URL.',
    parameters: [
      { name: 'user_id', in: 'query', description: 'The user that the phone belongs to.' },
    ],
    body: { name: 'SensorLoggerPush', schema: SensorLoggerPush },
    answer: { description: 'What it came to.', body: { name: 'PushAnswer', schema: PushAnswer } },
    problems: {
      400: 'The body is not such a message (`invalid_json`, `invalid_value`), or the user name can not be one (`invalid_user`).',
      410: 'The session of this recording was ended by an operator, or by a newer one (`session_ended`).',
      413: 'The body is longer than four frames may be (`too_large`).',
      503: 'The server has as many sessions as it takes (`server_full`).',
    },
  },
  {
    method: 'get',
    path: '/health',
    id: 'getHealth',
    tag: 'Operation',
    summary: 'Whether the server is well',
    answer: { description: 'It is.', body: { name: 'Health', schema: Health } },
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getOpenApi',
    tag: 'Documents',
    summary: 'This document',
    answer: { description: 'OpenAPI 3.1.' },
  },
  {
    method: 'get',
    path: '/asyncapi.json',
    id: 'getAsyncApi',
    tag: 'Documents',
    summary: 'The contract of the WebSocket at /ws/realtime',
    answer: { description: 'AsyncAPI 3.' },
  },
  {
    method: 'get',
    path: '/docs',
    id: 'getDocs',
    tag: 'Documents',
    summary: 'Both documents, to read',
    answer: { description: 'A page.', ...PAGE },
  },
];

/** What every error is. */
export const PROBLEM: Named = { name: 'Problem', schema: Problem };

/** The errors that an address may answer, by status: its own, and those that all have. */
export function problemsOf({ problems, operators }: Endpoint): Readonly<Record<number, string>> {
  return {
    ...problems,
    ...(operators && {
      401: 'Not from this machine, and no admin token (`admin_token_required`).',
    }),
    403: 'A web page of another origin asks (`origin_not_allowed`).',
    500: 'The server failed on this request (`internal_error`).',
  };
}
