/** A certificate that can't be used; the message is one line and says what to do. */
export class TlsError extends Error {
  /** Stable code for programs. */
  readonly code = 'unusable_certificate';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TlsError';
  }
}
