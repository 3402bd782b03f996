/** Whom a link of this page names: `#/sessions/ID` or `#/users/NAME`. */
export interface Named {
  readonly kind: 'sessions' | 'users';
  readonly name: string;
}

export function readLink(hash: string): Named | null {
  const [, kind, name] = /^#\/(sessions|users)\/(.+)$/.exec(hash) ?? [];
  if (kind === undefined || name === undefined) return null;
  try {
    return { kind: kind as Named['kind'], name: decodeURIComponent(name) };
  } catch {
    return null;
  }
}

/** The link to a session: by its user, who will have another session tomorrow. */
export function linkTo({
  id,
  userId,
}: {
  readonly id: string;
  readonly userId: string | null;
}): string {
  return userId === null ? `#/sessions/${id}` : `#/users/${encodeURIComponent(userId)}`;
}
