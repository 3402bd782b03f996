import { z } from 'zod';
import type { CloseReason } from '../close-codes.ts';
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
  /** The server that it is at, as {@link NodeRow} calls it; null where there is one server alone. */
  readonly node: string | null;
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

/** A session that has ended. */
export interface EndedRow {
  readonly id: string;
  readonly user_id: string | null;
  /** The server that it was at; see {@link SessionRow}. */
  readonly node: string | null;
  /** Unix time in seconds. */
  readonly ended_at: number;
  /** Seconds. */
  readonly duration: number;
  readonly steps: number;
  readonly errors: number;
  /** How it ended: as its client was told, or with nobody left to tell. */
  readonly reason: CloseReason | 'disconnected';
}

/** Sessions that have ended, the newest first: the last 50 at the beginning, then those since. */
export interface EndedMessage {
  readonly type: 'ended';
  /** Whether what was told before is to be forgotten. */
  readonly fresh: boolean;
  readonly sessions: readonly EndedRow[];
}

/** A server of a cluster. */
export interface NodeRow {
  /** The first characters of its id: what rows of sessions name it by. */
  readonly id: string;
  /** What it calls itself, such as its host and process; null where it has not said so. */
  readonly name: string | null;
  /** `draining`: it takes no more clients; `gone`: nothing was heard of it for some seconds. */
  readonly state: 'ready' | 'draining' | 'gone';
  /** Live sessions, and messages of clients since it began. */
  readonly sessions: number;
  readonly requests: number;
  /** Unix time in seconds at which it began; null where it has not said so. */
  readonly started_at: number | null;
  /** Unix time in seconds at which it was last heard of. */
  readonly heard_at: number;
  /** Whether it is the one that tells this. */
  readonly is_here: boolean;
}

/** The servers of the cluster, every 2 s; never where there is one server alone. */
export interface NodesMessage {
  readonly type: 'nodes';
  readonly nodes: readonly NodeRow[];
  /** Since when what they share does not answer, in Unix seconds; null where it does. */
  readonly alone_since: number | null;
}

/** What the watched session's sensor and detector said since the last such message. */
export interface TraceMessage {
  readonly type: 'trace';
  readonly session_id: string;
  /**
   * Whether it tells of the time before the session was watched: up to 30 s, at most 25 samples a second. What a viewer
   * has already been told is there, too.
   */
  readonly past?: boolean;
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

/** A frame of a client, or the server's answer. */
export interface FrameEntry {
  /** Unix time in seconds. */
  readonly at: number;
  readonly from: 'client' | 'server';
  /** What it is, such as `samples`, `fault`, `step_detection`. */
  readonly kind: string;
  /** Bytes of a binary frame, else characters. */
  readonly size: number;
  /** Its beginning, without secrets; of a binary frame what it holds. */
  readonly text: string;
}

/** Frames of the watched session and their answers since the last such message, at most the last 50. */
export interface FramesMessage {
  readonly type: 'frames';
  readonly session_id: string;
  /** Whether what was told before is to be forgotten. */
  readonly fresh: boolean;
  readonly frames: readonly FrameEntry[];
}

/** Anything the server may send to a viewer. */
export type LiveMessage =
  | EndedMessage
  | FramesMessage
  | NodesMessage
  | SessionsMessage
  | TraceMessage;

/** What the console's page is told with itself. */
export interface PageConfig {
  /** The detector's name. */
  readonly model: string;
  /** The page that says what it is and where it fails, below the base path; null where there is none. */
  readonly model_card: string | null;
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
  /** As whom a program of whoever asks may stream: a user that its address names, nobody, or a token's user. */
  readonly streams_as: 'named' | 'unnamed' | 'token';
}
