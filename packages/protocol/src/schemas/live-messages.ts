import { z } from 'zod';
import type { HintCode } from '../hints.ts';
import { MAX_TOKEN_LENGTH } from '../token.ts';

/**
 * The operator's live view: what the console and the server tell each other at `/console/live`. It
 * belongs to this version of the console alone; clients have no part in it.
 */

/** The first message of a viewer whom the server does not know. */
export const ViewerAuthenticate = z.strictObject({
  action: z.literal('authenticate'),
  token: z.string().max(MAX_TOKEN_LENGTH),
});
/** Asks for the trace of a session; of none with null. Another one is no longer watched. */
export const Watch = z.strictObject({
  action: z.literal('watch'),
  session_id: z.string().max(64).nullable(),
});
/** A page of the list has come: on a slow link, the next one is sent only then (`?paced=1`). */
export const Seen = z.strictObject({ action: z.literal('seen') });
/** Anything a viewer may send. */
export const ViewerMessage = z.discriminatedUnion('action', [ViewerAuthenticate, Watch, Seen]);
export type ViewerMessage = z.infer<typeof ViewerMessage>;

/** What the list shows of a session. */
export interface SessionRow {
  readonly id: string;
  readonly user_id: string | null;
  /** Unix time in seconds. */
  readonly created_at: number;
  /** Samples a second, by the sensor's clock; 0 where none come. */
  readonly rate: number;
  /** Steps a minute; 0 at rest. */
  readonly cadence: number;
  readonly steps: number;
  /** What seems wrong with its signal: codes of `HINT_CODES`, and sentences. */
  readonly hints: readonly { readonly code: HintCode; readonly message: string }[];
  /** When its client was last heard of, in Unix seconds; null while it is heard every few seconds. */
  readonly silent_since: number | null;
  /** Until when it waits for its client to come back, in Unix seconds; null while that is connected. */
  readonly away_until: number | null;
  /** Messages that could not be used, or not wholly, since it began or was restored. */
  readonly errors: number;
  /** Code of the last of them. */
  readonly last_error: string | null;
}

/** What has changed of a session; of a new one, everything. */
export type SessionChange = Pick<SessionRow, 'id'> & Partial<SessionRow>;

/** A few times a second while anything changes. The first ones tell all there is, a page each. */
export interface SessionsMessage {
  readonly type: 'sessions';
  /** Whether what was told before is to be forgotten. */
  readonly fresh: boolean;
  /** Unix time in seconds, by the server's clock. */
  readonly now: number;
  readonly totals: {
    /** Messages of all clients since the server began. */
    readonly requests: number;
    /** Seconds since the server began. */
    readonly uptime: number;
    /** Sessions whose clients are connected, and those that wait for theirs to come back. */
    readonly live: number;
    readonly away: number;
  };
  /** Whether more pages of what has already happened are on their way. */
  readonly more: boolean;
  readonly changed: readonly SessionChange[];
  /** Sessions that have ended. */
  readonly gone: readonly string[];
}

/** What the watched session's sensor and detector said since the last such message. */
export interface TraceMessage {
  readonly type: 'trace';
  readonly session_id: string;
  /** Seconds on the sensor's clock, one a sample. */
  readonly times: readonly number[];
  /** |a| in m/s², one a sample. */
  readonly magnitudes: readonly number[];
  /** Probabilities that each sample brought; they speak of one look-ahead before it. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Steps that were confirmed: times of contact on the sensor's clock. */
  readonly steps: readonly { readonly timestamp: number; readonly foot: 'start' | 'end' }[];
  /** Steps of the session, these included. */
  readonly total_steps: number;
}

/** Anything the server may send to a viewer. */
export type LiveMessage = SessionsMessage | TraceMessage;

/** What the console's page is told with itself. */
export interface PageConfig {
  /** The detector's name. */
  readonly model: string;
  /** By how much the detector speaks of the past, in seconds. */
  readonly look_ahead: number;
  /** The page to open on a phone; null where no phone can reach the server. */
  readonly phone_url: string | null;
  /** Whether a browser has to be told to trust the certificate of that page. */
  readonly self_signed: boolean;
  /** Whether whoever asks may see the sessions of others without a token. */
  readonly operator: boolean;
  /** The path under which the server is published, such as `/app`; empty for none. */
  readonly base_path: string;
  /** The path of the stream below the base path. */
  readonly stream_path: string;
}
