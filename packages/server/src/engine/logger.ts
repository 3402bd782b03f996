import pino from 'pino';
import type { LogLevel } from '../config.ts';
import { LogPipe } from './log-pipe.ts';
import { cutValues, errorFields } from './log-values.ts';

/** Takes one entry of a log: its fields, and a message for people. */
export type LogEntry = (fields: object, message: string) => void;

/** A logger, as the server uses it; a `pino` or any other that takes fields first will do. */
export interface Logger {
  readonly info: LogEntry;
  readonly warn: LogEntry;
  readonly error: LogEntry;
}

/** A logger whose level can be changed while it is in use. */
export interface LeveledLogger extends Logger {
  level: string;
}

/** Lines that wait under Node, in bytes; what is too much is dropped there without being counted. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** How pino numbers warnings. */
const WARN = 40;

/**
 * Logs JSON lines on stderr. Nobody waits for them to be written: where they are not read, or come too fast, they are
 * dropped, and a line says how many.
 */
export function createLogger(level: LogLevel): LeveledLogger {
  const options = { level, formatters: { log: cutValues }, serializers: { err: errorFields } };
  return pino(options, 'bun' in process.versions ? bunPipe() : nodePipe());
}

/** Bun writes to pipes without waiting, and at its exit what is left. */
function bunPipe(): LogPipe {
  const sink = {
    write: (line: string, done: () => void) => void process.stderr.write(line, done),
  };
  return new LogPipe(sink, {
    now: () => performance.now(),
    droppedLine: (dropped) =>
      `${JSON.stringify({ level: WARN, time: Date.now(), dropped, msg: 'log lines were dropped' })}\n`,
  });
}

function nodePipe() {
  return pino.destination({ dest: 2, sync: false, maxLength: MAX_WAITING_BYTES });
}
