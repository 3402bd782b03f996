import { closeSync, writeSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type AuditAction, auditLine } from '../audit/audit-entry.ts';
import { openAudit } from '../audit/audit-log.ts';
import { createUserLabel } from '../audit/user-label.ts';
import { readConfig } from '../index.ts';
import { UsageError } from './terminal/usage-error.ts';
import { userIdKey } from './user-id-key.ts';

/**
 * Opens the audit log that the environment names, for a command that works on the store itself. It is opened before
 * anything is done: what can't be noted is not done.
 *
 * @returns notes that it was done, and closes the log
 * @throws {UsageError} where it can't be written
 */
export function auditCommand(action: AuditAction, user: string): () => void {
  const config = readConfig({}, process.env);
  const { auditLog: path, hashUserIds } = config;
  if (path === '') return () => {};
  let file: number;
  try {
    file = openAudit(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`STEPSTREAM_AUDIT_LOG: cannot write ${path} (${reason})`);
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
