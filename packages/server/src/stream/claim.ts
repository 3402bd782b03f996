import type { UserClaim } from '../hooks/index.ts';

/** Why somebody gets no session, or none yet. */
export type ClaimProblem = 'unauthenticated' | 'unavailable' | 'forbidden' | 'token_required';

/** Whose a session may be. */
export type ClaimResult = UserClaim | ClaimProblem;

/** Says whose a session may be, by a token that its client has said. Never rejects. */
export type TokenClaim = (token: string) => Promise<ClaimResult>;
