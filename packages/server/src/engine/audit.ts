import { AuditLog } from '../audit/audit-log.ts';
import type { UserLabel } from '../audit/user-label.ts';
import { ConfigError } from '../config.ts';
import { type Audit, NO_AUDIT } from '../http/audited.ts';
import type { Clock } from '../session/index.ts';
import type { Logger } from './logger.ts';

/** What the audit log of an engine needs. */
export interface AuditContext {
  /** Empty where none is wanted. */
  readonly path: string;
  readonly label: UserLabel;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Opens the audit log of an engine.
 *
 * @throws {ConfigError} where it can't be written
 */
export function createAudit({ path, label, clock, logger }: AuditContext): Audit & {
  close(): Promise<void>;
} {
  if (path === '') return { ...NO_AUDIT, close: async () => {} };
  try {
    const onError = (err: unknown) => logger.error({ err }, "the audit log can't be written");
    const log = new AuditLog({ path, label, now: () => clock.now(), onError });
    return { record: (entry) => log.record(entry), close: () => log.close() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`--audit-log: cannot write ${path} (${reason})`);
  }
}
