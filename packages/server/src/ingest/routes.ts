import { isUserId, MAX_USER_ID_LENGTH } from '@stepstream/protocol';
import { isTooComplex } from '@stepstream/protocol/codec';
import { PushAnswer, SensorLoggerPush } from '@stepstream/protocol/schemas';
import { Hono } from 'hono';
import { documentRoute } from '../http/document-route.ts';
import { problem } from '../http/problem.ts';
import { lengthOf, readBody } from '../http/read-body.ts';
import { connectionOf, type RequestConnection, type RestEnv } from '../http/rest-env.ts';
import type { ClaimResult } from '../stream/index.ts';
import { BodyPace } from './body-pace.ts';
import { type Parsed, parseInPieces } from './parse-in-pieces.ts';
import type { IngestContext, PushSessions } from './push-sessions.ts';

/** The address that the app Sensor Logger pushes to. */
export const SENSOR_LOGGER_PATH = '/ingest/sensor-logger';

/** After how long a server that restarts is likely to be back. */
const RETRY_SECONDS = '2';

/** Objects and lists of a push: two for each reading of the longest one. */
const MAX_PARTS = 24_000;
/** Pushes that may wait for their turn together, in bytes. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
/** Long ones of one address among them: whoever promises bodies and never sends them fills no more. */
const MAX_WAITING_BYTES_OF_ONE = MAX_WAITING_BYTES / 2;

/** What a part of a long push costs. */
const PART_COST = 64 * 1024;
/** A push that is longer is read after others that are, and in pieces. */
const LONG_BYTES = 64 * 1024;

/** What the routes need. */
export interface IngestRoutesContext extends IngestContext {
  /** Longest body that is read. */
  readonly maxBytes: number;
  /** Whether this process is about to go away, so that no recording begins a session any more. */
  isDraining(): boolean;
  /** Where bodies wait for their turn, among the frames of all streams. */
  readonly scheduler: Turns;
  /** How many pushes and sessions an address may have. */
  readonly limits: PushLimits;
  /** Whose a session may be, by a request and whom it names. */
  claim(
    request: Request,
    connection: RequestConnection,
    named: string | undefined,
  ): Promise<ClaimResult>;
}

/** Has work done in its turn. */
export interface Turns {
  readonly waitingCost: number;
  run<Result>(cost: number, work: () => Result): Promise<Result>;
}

/** Seconds for which an address has to wait; 0 where it may go on. */
export interface PushLimits {
  push(address: string | undefined): number;
  session(address: string | undefined): number;
  /** Told that there was no room for one more session. Default: nobody. */
  noRoom?(): void;
}

/** The routes for devices that push over HTTP instead of streaming. */
export function createIngestRoutes(context: IngestRoutesContext): Hono<RestEnv> {
  let sessions: PushSessions | undefined;
  const pace = new BodyPace(context.clock);
  return new Hono<RestEnv>().post(SENSOR_LOGGER_PATH, DOCUMENTATION, async (c) => {
    const { address, original = c.req.raw } = c.env;
    const tooSoon = context.limits.push(address);
    if (tooSoon > 0) return tooMany(tooSoon);
    const named = c.req.query('user_id') || undefined;
    if (named !== undefined && !isUserId(named)) return problem('invalid_user');
    const claim = await context.claim(c.req.raw, connectionOf(c), named);
    if (typeof claim === 'string') {
      return problem(claim === 'token_required' ? 'unauthenticated' : claim);
    }
    const { userId } = claim;
    const length = lengthOf(original) ?? context.maxBytes;
    // One that is longer than what is taken is not read, and keeps nobody waiting.
    const isLong = length > LONG_BYTES && length <= context.maxBytes;
    // A short one does not wait for the long ones, and many of one address are not everybody's.
    const isBusy =
      context.scheduler.waitingCost + (isLong ? pace.waitingBytes : 0) > MAX_WAITING_BYTES ||
      (isLong && pace.waitingBytesOf(address) > MAX_WAITING_BYTES_OF_ONE);
    // Before the body is read, which costs most of what a refused push costs.
    if (isBusy) return problem('busy', { 'retry-after': RETRY_SECONDS });
    if (isLong) await pace.enter(length, address);
    const text = await readBody(original, context.maxBytes).catch(() => null);
    // The phone has lost its network: that is no fault of the server's.
    if (text === null) return problem('incomplete_body');
    if (text === undefined) {
      const detail = `The body is longer than ${context.maxBytes} bytes`;
      return problem('too_large', {}, { detail });
    }
    // Read with the first push: what reads sensors is a tenth of the server's start.
    const [{ PushSessions }, { readPush }] = await Promise.all([
      import('./push-sessions.ts'),
      import('./read-push.ts'),
    ]);
    const turn = (cost: number) => context.scheduler.run(cost, () => {});
    sessions ??= new PushSessions({ ...context, turn });
    const known = sessions;
    const take = async () => {
      const others = () => turn(PART_COST);
      const parsed = await parse(text, others);
      if ('problem' in parsed) return problem(parsed.problem);
      const push = await readPush(parsed.value, others);
      if ('detail' in push) return problem('invalid_value', {}, push);
      if (!known.has(push, userId)) {
        if (context.isDraining()) return problem('restarting', { 'retry-after': RETRY_SECONDS });
        const noRoom = context.limits.session(address);
        if (noRoom > 0) return tooMany(noRoom);
      }
      if (!known.hasRoom(push, userId)) {
        context.limits.noRoom?.();
        return problem('server_full');
      }
      const answer = await known.receive(push, userId, address);
      return answer ? c.json(answer) : problem('session_ended');
    };
    return context.scheduler.run(Math.min(text.length, LONG_BYTES), take);
  });
}

function tooMany(seconds: number): Response {
  return problem('too_many_requests', { 'retry-after': `${Math.ceil(seconds)}` });
}

async function parse(text: string, turn: () => Promise<void>): Promise<Parsed> {
  if (text.length > LONG_BYTES) return await parseInPieces(text, MAX_PARTS, turn);
  if (isTooComplex(text, { maxParts: MAX_PARTS })) return { problem: 'too_complex' };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: 'invalid_json' };
  }
}

const DOCUMENTATION = documentRoute({
  id: 'pushSensorLogger',
  tag: 'Devices without a socket',
  summary: 'Takes what the app Sensor Logger pushes',
  description:
    'A recording of the app is a session like any other. Messages that overtake one another are put in order; repeated ones count once. In the app, switch on Accelerometer and Gravity, or on Android Total Acceleration, and give this address under Data Streaming as the push URL.',
  parameters: [
    {
      name: 'user_id',
      in: 'query',
      description: 'The user that the phone belongs to.',
      maxLength: MAX_USER_ID_LENGTH,
    },
  ],
  body: SensorLoggerPush,
  answer: { description: 'The steps that the message confirmed, and the total.', body: PushAnswer },
  problems: [
    'incomplete_body',
    'invalid_json',
    'invalid_value',
    'invalid_user',
    'unauthenticated',
    'unavailable',
    'forbidden',
    'session_ended',
    'too_complex',
    'too_large',
    'too_many_requests',
    'server_full',
    'busy',
    'restarting',
  ],
});
