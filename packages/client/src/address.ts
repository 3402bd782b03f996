/** What a client says of itself in the address that it connects to. */
export interface AddressParameters {
  readonly user: string | undefined;
  /** The resume token of its session. */
  readonly token: string | undefined;
  /** Samples of that session of whose answers it knows. */
  readonly answered: number;
}

/** The address of a stream with what a client says in it. */
export function streamAddress(url: string, { user, token, answered }: AddressParameters): string {
  const parameters = [
    ...(user === undefined ? [] : [`user_id=${encodeURIComponent(user)}`]),
    ...(token === undefined ? [] : [`resume=${token}`, `answered=${answered}`]),
  ];
  if (parameters.length === 0) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${parameters.join('&')}`;
}
