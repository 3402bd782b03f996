import type { Actor } from '../auth/operator.ts';

/** What is written of. */
export type AuditAction =
  | 'console.sign_in'
  | 'dead_letters.retry'
  | 'session.end'
  | 'user.delete'
  | 'user.export';

/** Something that somebody has done. */
export interface AuditEntry {
  readonly action: AuditAction;
  /** Who it was; `command_line` for somebody who worked on the store itself. */
  readonly actor: Pick<Actor, 'user'> & { readonly by: Actor['by'] | 'command_line' };
  /** Where they did it from. */
  readonly address?: string | undefined;
  /** To whom. */
  readonly session?: string | undefined;
  readonly user?: string | undefined;
  /** The HTTP status of the answer, which says whether it was done. */
  readonly status?: number | undefined;
}

/**
 * An entry as a line of JSON.
 *
 * @param label what a user is called in it
 */
export function auditLine(
  { action, actor, address, session, user, status }: AuditEntry,
  nowMs: number,
  label: (userId: string) => string,
): string {
  const line = {
    time: new Date(nowMs).toISOString(),
    action,
    by: actor.by,
    operator: actor.user === undefined ? undefined : label(actor.user),
    address,
    session,
    user: user === undefined ? undefined : label(user),
    status,
  };
  return `${JSON.stringify(line)}\n`;
}

/** Tells that so many lines were given up. */
export function droppedLine(dropped: number, nowMs: number): string {
  const time = new Date(nowMs).toISOString();
  return `${JSON.stringify({ time, action: 'audit.dropped', dropped })}\n`;
}
