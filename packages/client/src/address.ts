import type { Ticket } from './saved-state.ts';

/** Where a client connects to, and how. */
export interface StreamAddress {
  readonly url: string;
  /** What it says first, after who it is. */
  readonly opening: string | undefined;
}

/** What a client says of itself in the address that it connects to. */
export interface AddressParameters {
  readonly user?: string | undefined;
  readonly ticket: Ticket;
  /** Samples of that session of whose answers it knows. */
  readonly answered: number;
  /** Most samples that it keeps until they are saved; with none it need not be told. */
  readonly maxKept: number;
}

/** The address of a stream with what a client says in it. */
export function streamAddress(
  url: string,
  { user, ticket: { token, byMessage }, answered, maxKept }: AddressParameters,
): StreamAddress {
  const opening =
    token && byMessage
      ? JSON.stringify({ action: 'resume', resume_token: token, answered })
      : undefined;
  const parameters = [
    ...(user === undefined ? [] : [`user_id=${encodeURIComponent(user)}`]),
    ...(opening
      ? ['resume=message']
      : token === undefined
        ? []
        : [`resume=${token}`, `answered=${answered}`]),
    ...(maxKept > 0 ? ['checkpoints=1'] : []),
  ];
  const sign = parameters.length === 0 ? '' : url.includes('?') ? '&' : '?';
  return { url: `${url}${sign}${parameters.join('&')}`, opening };
}
