import pino from 'pino';
import type { LogLevel } from '../config.ts';

/** A logger, as the server uses it. */
export type Logger = Pick<pino.Logger, 'info' | 'warn' | 'error'>;

/** Logs JSON lines on stderr, each written before the call returns: a crash loses none. */
export function createLogger(level: LogLevel): Logger {
  return pino({ level }, pino.destination({ dest: 2, sync: true }));
}
