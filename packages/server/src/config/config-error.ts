/** A setting that can't be used; the message names the flag, variable or key, and what it takes. */
export class ConfigError extends Error {
  /** Stable code for programs. */
  readonly code = 'invalid_setting';

  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}
