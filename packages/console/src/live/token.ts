/** Where the token is kept: in this tab alone, and no longer than it is open. */
const KEY = 'stepstream-admin-token';

/** The admin token that was given in this tab. */
export function keptToken(): string | null {
  return sessionStorage.getItem(KEY);
}

export function keepToken(token: string): void {
  sessionStorage.setItem(KEY, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
}

/** Takes the token from the link that `serve` prints, and out of the address bar. */
export function takeTokenFromAddress(): void {
  const token = /^#token=([\w.~-]+)$/.exec(location.hash)?.[1];
  if (token === undefined) return;
  keepToken(token);
  history.replaceState(null, '', location.pathname);
}
