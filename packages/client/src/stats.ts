import type { ServerMessage, SessionStarted } from '@stepstream/protocol';

/** What became of the samples. Each accepted one is in exactly one of the other groups. */
export interface Counters {
  /** Given to `send`, and taken. */
  readonly accepted: number;
  /** Taken in by the server. */
  readonly delivered: number;
  /** Answered by the server with an error. */
  readonly refused: number;
  /** Given up: the queue was full, or the client was closed. */
  readonly dropped: number;
  /** Waiting to be sent. */
  readonly queued: number;
  /** Sent, and not answered yet. */
  readonly inFlight: number;
}

/** The present session, as its greeting told. */
export interface SessionInfo {
  readonly id: string;
  /** The detector's name and version. */
  readonly model: string;
  /** How long after a contact the server can know of it, in milliseconds. */
  readonly lookAhead: number;
}

/** What the server tells of a session and of itself. Durations in seconds. */
export interface Stats {
  readonly session: {
    readonly duration: number;
    /** Frames of this client, of every kind. */
    readonly requests: number;
    /** Unix time in seconds. */
    readonly lastActivity: number;
  };
  readonly server: { readonly activeSessions: number; readonly totalRequests: number };
  readonly client: Counters;
}

/** How it ended. */
export interface StopSummary extends Counters {
  /** Steps, over all connections, since the beginning or the last reset. */
  readonly totalSteps: number;
}

/** A server's answer to `stats`, in the words of this library. */
export function readStats(answer: object, client: Counters): Stats {
  const { user_stats, server_stats } = answer as Extract<ServerMessage, { type: 'stats_response' }>;
  return {
    session: {
      duration: user_stats.session_duration,
      requests: user_stats.total_requests,
      lastActivity: user_stats.last_activity,
    },
    server: {
      activeSessions: server_stats.active_sessions,
      totalRequests: server_stats.total_server_requests,
    },
    client,
  };
}

/** A server's greeting, in the words of this library. */
export function sessionInfo(greeting: SessionStarted): SessionInfo {
  const { session_id: id, model, look_ahead_ms: lookAhead } = greeting;
  return { id, model, lookAhead };
}
