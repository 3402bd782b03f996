import { assetUrl } from '../page-config.ts';

/*
 * Where the admin token goes: to the server, which makes a cookie of it that no script can read. This page remembers it,
 * too, and no longer than it is open: some browsers take no cookies.
 */

const SESSION_PATH = '/console/session';
let token: string | null = null;

/** The admin token that was given in this page. */
export function keptToken(): string | null {
  return token;
}

export function forgetToken(): void {
  token = null;
}

/** What is sent with requests that only operators may make; the browser adds its cookie. */
export function tokenHeaders(): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** Takes the token from the link that `serve` prints, and out of the address bar. */
export function takeTokenFromAddress(): void {
  const given = /^#token=([\w.~-]+)$/.exec(location.hash)?.[1];
  if (given === undefined) return;
  token = given;
  history.replaceState(null, '', location.pathname);
}

/** Says a token to the server, so that other tabs of this browser need not be asked for it. */
export async function signIn(given: string): Promise<void> {
  token = given;
  try {
    await fetch(assetUrl(SESSION_PATH), { method: 'POST', headers: tokenHeaders() });
  } catch {
    // The live connection tells whether the server is there, and whether the token is right.
  }
}

/** Whether the server knows this browser by its cookie. */
export async function isSignedIn(): Promise<boolean> {
  try {
    const response = await fetch(assetUrl(SESSION_PATH));
    const { operator } = (await response.json()) as { readonly operator?: boolean };
    return operator === true;
  } catch {
    return false;
  }
}
