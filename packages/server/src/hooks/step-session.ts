import type { CloseReason, HintCode, Settings } from '@stepstream/protocol';

/** How a session ends: as its client is told, or with nobody left to tell. */
export type EndReason = CloseReason | 'disconnected';

/** What may be known of a session from outside. It is live: each look tells the present values. */
export interface StepSession {
  readonly id: string;
  /** The user that the connection named, if it named one. */
  readonly userId: string | undefined;
  /** Messages of this client, of every kind. */
  readonly requests: number;
  /** Samples since the session began. */
  readonly samples: number;
  /** Steps counted since the session began or was reset. */
  readonly steps: number;
  /** Steps a minute, now; 0 at rest. */
  readonly cadence: number;
  /** Time of the newest sample on the sensor's clock, in seconds; NaN before the first. */
  readonly sensorTime: number;
  /** Seconds since the session began. */
  readonly duration: number;
  /** Unix time of the session's beginning, in seconds. */
  readonly createdAt: number;
  /** Unix time of the client's last message, in seconds. */
  readonly lastActivity: number;
  /** What the client has configured, or the defaults. */
  readonly settings: Readonly<Settings>;
  /** What seems wrong with the signal, where something does: codes of `HINT_CODES`, and sentences. */
  readonly hints: readonly { readonly code: HintCode; readonly message: string }[];
  /** Messages that could not be used, or not wholly, since the session began or was restored. */
  readonly errors: number;
  /** Code of the last of them, such as `missing_fields`. */
  readonly lastError: string | undefined;
}
