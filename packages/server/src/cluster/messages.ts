import { HINT_CODES, type HintCode } from '@stepstream/protocol';
import { z } from 'zod';

/** The id of a session, or of a server. */
export const SessionId = z.uuid();
const session = SessionId;
const user = z.string().min(1).max(1024);

const count = z.int().nonnegative();
const Facts = z.object({
  id: session,
  userId: user.optional(),
  createdAt: z.number(),
  lastActivity: z.number(),
  duration: z.number(),
  requests: count,
  steps: count,
  hints: z.array(
    z.object({
      code: z.enum(Object.keys(HINT_CODES) as [HintCode, ...HintCode[]]),
      message: z.string(),
    }),
  ),
});

/** What one server asks of another. All of it is answered, but for what only tells. */
export const Question = z.discriminatedUnion('ask', [
  /** To save a session and to let go of it; the digest is that of the token that its client has said. */
  z.object({ ask: z.literal('hand_over'), session, digest: z.base64() }),
  /** A newer session of its user has begun elsewhere. */
  z.object({ ask: z.literal('replaced'), session, user }),
  /** What there is of its live sessions. */
  z.object({
    ask: z.literal('list'),
    limit: z.int().positive(),
    after: z.object({ createdAt: z.number(), id: session }).optional(),
    userId: user.optional(),
  }),
  z.object({ ask: z.literal('get'), session }),
  /** To end a session as an operator would. */
  z.object({ ask: z.literal('end'), session }),
  /** To write what the session of a user has counted. */
  z.object({ ask: z.literal('save_user'), user }),
  /** To tell of a user's session and its steps for a while, and of how it stands. */
  z.object({ ask: z.literal('follow'), user }),
  /**
   * To tell of all sessions here, and of the traces of some, for a while; null for no more. `isNew`: all from the
   * beginning; `anew`: the past of one of them, once more.
   */
  z.object({
    ask: z.literal('live'),
    watch: z.array(session).nullable(),
    isNew: z.boolean(),
    anew: session.optional(),
  }),
  /** Whether it takes clients. */
  z.object({ ask: z.literal('ready') }),
  /** To end the session of a user, and to write nothing more of it. */
  z.object({ ask: z.literal('forget_user'), user }),
]);
export type Question = z.infer<typeof Question>;

/** What is answered. */
export const Answer = z.object({
  /**
   * `done`: so it is; `absent`: there is no such session here; `refused`: the token is not its own; `failed`: it could
   * not be saved.
   */
  result: z.enum(['done', 'absent', 'refused', 'failed']),
  /** The sessions that were asked for, and whether there are more. */
  sessions: z.array(Facts).optional(),
  hasMore: z.boolean().optional(),
  /** How a session stands. */
  view: z.object({ id: session, samples: count, steps: count }).optional(),
});
export type Answer = z.infer<typeof Answer>;

/** A message from server to server: a question with the number of its answer, or such an answer. */
export const Message = z.union([
  z.object({ from: session, id: z.int().nonnegative(), question: Question }),
  z.object({ from: session, re: z.int().nonnegative(), answer: Answer }),
]);
export type Message = z.infer<typeof Message>;

/** Reads a message; undefined where it is none, as of a server of another version. */
export function readMessage(text: string): Message | undefined {
  try {
    return Message.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
