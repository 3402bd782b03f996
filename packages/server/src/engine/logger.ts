import pino from 'pino';
import type { LogLevel } from '../config.ts';

/** Takes one entry of a log: its fields, and a message for people. */
export type LogEntry = (fields: object, message: string) => void;

/** A logger, as the server uses it; a `pino` or any other that takes fields first will do. */
export interface Logger {
  readonly info: LogEntry;
  readonly warn: LogEntry;
  readonly error: LogEntry;
}

/** Logs JSON lines on stderr, each written before the call returns: a crash loses none. */
export function createLogger(level: LogLevel): Logger {
  return pino({ level }, pino.destination({ dest: 2, sync: true }));
}
