import { readFileSync } from 'node:fs';

/** Kept for the store, the log, operators, and those who ask whether the server is well. */
export const RESERVED_FILES = 64;

/** Files and sockets that this process may have open; undefined where the system does not say. */
export function maxOpenFiles(path = '/proc/self/limits'): number | undefined {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1];
    return found === undefined ? undefined : Number(found);
  } catch {
    return undefined;
  }
}

/** Sessions that there is room for: each is a socket, and some files are kept for others. 0 is any number. */
export function sessionsWithin(maxSessions: number, openFiles: number | undefined): number {
  if (openFiles === undefined) return maxSessions;
  const room = Math.max(openFiles - RESERVED_FILES, 1);
  return maxSessions === 0 ? room : Math.min(maxSessions, room);
}
