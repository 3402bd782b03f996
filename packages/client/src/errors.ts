import { closeEntry, type ErrorMessage } from '@stepstream/protocol';

/** What can go wrong, beside the server's own codes. Stable: programs may branch on it. */
export type StepstreamErrorCode =
  /** The runtime has no WebSocket, and none was given. */
  | 'no_websocket'
  /** A sample that no server would take; it was not accepted. */
  | 'invalid_sample'
  /** Samples were given up: the queue was full, or the client was closed with some still in it. */
  | 'samples_dropped'
  /** The server refused samples; they are not counted. */
  | 'samples_refused'
  /** The server saves nothing at present: should it fail now, it loses more than is kept here. */
  | 'not_saved'
  /** The server closed the connection for good. */
  | 'closed_by_server'
  /** The app's own function got no token; it is asked again. */
  | 'token_unavailable'
  /** The client is closed: stopped, aborted, or closed by the server. */
  | 'closed'
  /** The browser or device has no motion sensor, or hides it: the page needs HTTPS. */
  | 'motion_unavailable'
  /** The user does not want to share the device's motion. */
  | 'motion_denied'
  /** One of the server's codes, such as `invalid_value`. */
  | (string & {});

/**
 * An error of this library or of the server, with a stable code. Where the server said so, `cause` is
 * its whole message.
 */
export class StepstreamError extends Error {
  readonly code: StepstreamErrorCode;
  /** How many samples it concerns: those that were dropped or refused. */
  readonly samples: number;

  constructor(
    code: StepstreamErrorCode,
    message: string,
    { samples = 0, cause }: { readonly samples?: number; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StepstreamError';
    this.code = code;
    this.samples = samples;
  }
}

/** The error for calls on a closed client. */
export function closedError(): StepstreamError {
  return new StepstreamError('closed', 'This client is closed; connect anew');
}

/** The server has ended it for good. */
export function closedByServer(code: number, reason = ''): StepstreamError {
  const why = closeEntry(code)?.meaning ?? reason;
  const text = `The server closed the connection (${code}). ${why}`;
  return new StepstreamError('closed_by_server', text);
}

/** The server does not take the token that was to renew the one before. */
export function tokenRefused(cause: ErrorMessage): StepstreamError {
  return new StepstreamError(cause.code, cause.error, { cause });
}

/** No token could be had. */
export function noToken(cause: unknown): StepstreamError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StepstreamError('token_unavailable', `No token could be had: ${why}`, { cause });
}

/** The server has not saved so many samples, and no more of them are kept. */
export function notSaved(samples: number): StepstreamError {
  const text = `The server has not saved the last ${samples} samples; earlier ones are kept no longer`;
  return new StepstreamError('not_saved', text, { samples });
}

/** The server has not taken in so many samples; `cause` is its message. */
export function samplesRefused(samples: number, why: string, cause: object): StepstreamError {
  const text = `The server refused ${samples} samples: ${why}`;
  return new StepstreamError('samples_refused', text, { samples, cause });
}
