import { fileURLToPath } from 'node:url';
import type { Framing } from './load/job.ts';

/** A server and a way to talk to it. */
export interface Candidate {
  readonly name: string;
  /** What runs it: candidates with the same command share one process. */
  readonly command: readonly string[];
  readonly framing: Framing;
  /** Samples a frame. */
  readonly batch: number;
  /** Whether the server speaks first. */
  readonly greeted: boolean;
  /** One more session keeps so many JSON batches unanswered, beside those that are measured. */
  readonly flood?: number;
  /** Its sessions are saved to a Redis, which is started beside it. */
  readonly redis?: true;
  /** So many servers that know nothing of one another share the sessions. */
  readonly apart?: number;
  /** Processes that share its port; they act as one through the Redis. */
  readonly workers?: number;
  /** The flood is on another server on the same machine: what of its harm is the machine's. */
  readonly floodElsewhere?: boolean;
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const bun = process.execPath;

const STEPSTREAM = [
  ...[
    bun,
    path('../packages/server/src/cli/main.ts'),
    'serve',
    '--port',
    '0',
    '--log-level',
    'error',
  ],
] as const;
const ONE = { framing: 'json', batch: 1 } as const;

/** Who is measured. The letters are those of the documents. */
export const CANDIDATES = {
  floor: {
    name: 'socket alone: no parse, a constant answer',
    command: [bun, path('servers/floor.ts')],
    ...ONE,
    greeted: false,
  },
  a: {
    name: '(a) bare Bun server, no detection',
    command: [bun, path('servers/bare.ts')],
    ...ONE,
    greeted: false,
  },
  b: {
    name: '(b) Stepstream, one JSON sample a frame',
    command: STEPSTREAM,
    ...ONE,
    greeted: true,
  },
  flooded: {
    name: '(b) beside a client that floods it with JSON batches of 50',
    command: STEPSTREAM,
    ...ONE,
    greeted: true,
    flood: 256,
  },
  'flood-elsewhere': {
    name: '(b) beside another server that is flooded like that',
    command: STEPSTREAM,
    ...ONE,
    greeted: true,
    flood: 256,
    floodElsewhere: true,
  },
  c: {
    name: '(c) Stepstream, JSON batches of 50',
    command: STEPSTREAM,
    framing: 'json-batch',
    batch: 50,
    greeted: true,
  },
  d: {
    name: '(d) Stepstream, binary batches of 50',
    command: STEPSTREAM,
    framing: 'binary-batch',
    batch: 50,
    greeted: true,
  },
  unsaved: {
    name: '(d) without a store: no session is saved',
    command: [...STEPSTREAM, '--store', 'memory'],
    framing: 'binary-batch',
    batch: 50,
    greeted: true,
  },
  'unsaved-single': {
    name: '(b) without a store: no session is saved',
    command: [...STEPSTREAM, '--store', 'memory'],
    ...ONE,
    greeted: true,
  },
  redis: {
    name: '(d) with Redis as its store',
    command: STEPSTREAM,
    framing: 'binary-batch',
    batch: 50,
    greeted: true,
    redis: true,
  },
  worker: {
    name: '(b) with Redis, one process',
    command: STEPSTREAM,
    ...ONE,
    greeted: true,
    redis: true,
  },
  'two-servers': {
    name: '(b) with Redis, two servers that have nothing in common',
    command: STEPSTREAM,
    ...ONE,
    greeted: true,
    redis: true,
    apart: 2,
  },
  'two-workers': {
    name: '(b) with Redis, two workers',
    command: STEPSTREAM,
    ...ONE,
    greeted: true,
    redis: true,
    workers: 2,
  },
  e: {
    name: '(e) Node + ws, no detection',
    // Node 20 runs no TypeScript; Bun turns this one file into JavaScript first.
    command: ['node', path('servers/node-ws.mjs')],
    ...ONE,
    greeted: false,
  },
} as const satisfies Record<string, Candidate>;

export type CandidateKey = keyof typeof CANDIDATES;
