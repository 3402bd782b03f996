/** Who does what operators do. */
export interface Actor {
  /**
   * How they were known: by being on this machine, by the admin token, by having said it in the console, or by a
   * token of their own.
   */
  readonly by: 'this_machine' | 'admin_token' | 'console' | 'token';
  /** Their name, where one is known. */
  readonly user?: string | undefined;
  /** Until when they are known, in Unix seconds; for good without it. */
  readonly expiresAt?: number | undefined;
}

/** Why somebody may not do something. */
export type AccessRefusal =
  | 'admin_token_required'
  | 'unauthenticated'
  | 'forbidden'
  | 'unavailable'
  | 'not_found';

/** What somebody wants to do. */
export type Need =
  /** What operators do; to this user, or without one to all. */
  | { readonly scope: 'admin'; readonly user?: string | undefined }
  /** Read the history of a user. */
  | { readonly scope: 'history:read'; readonly user: string | undefined };

/** What a way into the server is for: everything, or only what clients and users need. */
export type Offer = 'everything' | 'clients' | 'clients_and_page';
