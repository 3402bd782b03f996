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

/** A walk, as its tab remembers it. */
export interface RememberedWalk {
  /** The user as whom it is streamed; null where users can't be named. */
  readonly user: string | null;
}

/** The walk that this tab was in when the page was left; none where there was none. */
export function rememberedWalk(): RememberedWalk | null {
  const user = tabStorage()?.getItem(KEY) ?? null;
  return user === null ? null : { user: user === '' ? null : user };
}

/** Remembers the walk that this tab is in, until it stops: null. */
export function rememberWalk(walk: RememberedWalk | null): void {
  if (walk === null) tabStorage()?.removeItem(KEY);
  else tabStorage()?.setItem(KEY, walk.user ?? '');
}
