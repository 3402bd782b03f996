import { closeSync, writeSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type AuditAction, auditLine } from '../audit/audit-entry.ts';
import { openAudit } from '../audit/audit-log.ts';
import { createUserLabel } from '../audit/user-label.ts';
import { ConfigError } from '../index.ts';
import { configFrom, type Flags } from './config-option.ts';
import { UsageError } from './terminal/usage-error.ts';
import { userIdKey } from './user-id-key.ts';

/**
 * Opens the audit log that the environment or a configuration file names, for a command that works on the store itself. It is opened before
 * anything is done: what can't be noted is not done.
 *
 * @returns notes that it was done, and closes the log
 * @throws {UsageError} where it can't be written
 */
export function auditCommand(
  action: AuditAction,
  user: string,
  { config: named, stateFolder }: Pick<Flags, 'config' | 'stateFolder'>,
): () => void {
  const config = read({ config: named, stateFolder });
  const { auditLog: path, hashUserIds } = config;
  if (path === '') return () => {};
  let file: number;
  try {
    file = openAudit(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`audit-log: cannot write ${path} (${reason})`);
  }
  const label = createUserLabel(hashUserIds, userIdKey(config));
  return () => {
    const { username, uid } = userInfo();
    // Bun takes the name from the environment, which has none in many containers.
    const name = username === 'unknown' ? `uid ${uid}` : username;
    const actor = { by: 'command_line', user: name } as const;
    writeSync(file, auditLine({ action, actor, user }, Date.now(), label));
    closeSync(file);
  };
}

/** @throws {UsageError} where a setting can't be used */
function read(flags: Flags) {
  try {
    return configFrom(flags);
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.message) : error;
  }
}
