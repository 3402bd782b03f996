/** What a client does when its connection was closed. */
export type Verdict =
  /** Connect again, with back-off, and resume. */
  | 'reconnect'
  /** Connect again once there is something to send: the server has closed for silence. */
  | 'when_needed'
  /** Don't: it would end the same way. */
  | 'final';

/** 1006: no close frame came. 1012 to 1014: restart, try later, bad gateway. 1015: TLS failed. */
const PASSING = new Set([1001, 1005, 1006, 1011, 1012, 1013, 1014, 1015]);
const IDLE_TIMEOUT = 4408;

/** Judges a close code. */
export function verdictOf(code: number): Verdict {
  if (PASSING.has(code)) return 'reconnect';
  return code === IDLE_TIMEOUT ? 'when_needed' : 'final';
}
