/** Under which name this tab is walking. */
const KEY = 'stepstream-walk';

/** The tab's storage; none where the browser forbids it. */
export function tabStorage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

/** The user as whom this tab was walking when the page was left; none where it was not. */
export function walkingUser(): string | null {
  return tabStorage()?.getItem(KEY) ?? null;
}

/** Remembers as whom this tab walks, until it stops: null. */
export function rememberUser(user: string | null): void {
  if (user === null) tabStorage()?.removeItem(KEY);
  else tabStorage()?.setItem(KEY, user);
}
