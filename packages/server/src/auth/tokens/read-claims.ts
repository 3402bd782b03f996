import { isUserId } from '@stepstream/protocol';
import type { Identity, Scope } from '../../hooks/index.ts';

/** What a token may allow. */
export const SCOPES: readonly Scope[] = ['stream', 'history:read', 'admin'];
/** Most users that a token may name. */
const MAX_USERS = 1000;

/** The claims of a token whose signature and times have been checked. */
export interface Claims {
  readonly sub?: unknown;
  readonly exp?: unknown;
  /** Ours: `{ "scope": […], "users": […] }`. */
  readonly stepstream?: unknown;
}

/**
 * Who a token says that somebody is. What can't be read is not guessed at: such a token is refused as a whole.
 *
 * @returns why it is refused, where it is
 */
export function readClaims({ sub, exp, stepstream }: Claims): Identity | string {
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'it never expires';
  if (sub !== undefined && (typeof sub !== 'string' || !isUserId(sub))) {
    return 'its sub can be no user';
  }
  const narrowed = readNarrowing(stepstream);
  if (typeof narrowed === 'string') return narrowed;
  return {
    expiresAt: exp,
    ...narrowed,
    ...(sub === undefined ? withoutUser(narrowed) : { userId: sub }),
  };
}

type Narrowing = Pick<Identity, 'scope' | 'users'>;

/** A token of nobody in particular is no stream's, unless it says whose. */
function withoutUser({ scope = [], users }: Narrowing): Narrowing {
  return users ? {} : { scope: scope.filter((one) => one === 'admin') };
}

function readNarrowing(claim: unknown): Narrowing | string {
  if (claim === undefined) return {};
  if (typeof claim !== 'object' || claim === null || Array.isArray(claim)) {
    return 'its claim stepstream is no object';
  }
  const { scope, users } = claim as { readonly scope?: unknown; readonly users?: unknown };
  if (scope !== undefined && !isListOfTexts(scope)) return 'its scope is no list of texts';
  if (users !== undefined && !(isListOfTexts(users) && users.length <= MAX_USERS)) {
    return `its users are no list of at most ${MAX_USERS} names`;
  }
  return {
    // A word that this version does not know allows nothing here.
    ...(scope && { scope: SCOPES.filter((one) => scope.includes(one)) }),
    ...(users && { users }),
  };
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
