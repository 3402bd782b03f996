/** What a client says of itself in the address that it connects to. */
export interface AddressParameters {
  readonly user?: string | undefined;
  /** The resume token of its session. */
  readonly token: string | undefined;
  /** Samples of that session of whose answers it knows. */
  readonly answered: number;
  /** Most samples that it keeps until they are saved; with none it need not be told. */
  readonly maxKept: number;
}

/** The address of a stream with what a client says in it. */
export function streamAddress(
  url: string,
  { user, token, answered, maxKept }: AddressParameters,
): string {
  const parameters = [
    ...(user === undefined ? [] : [`user_id=${encodeURIComponent(user)}`]),
    ...(token === undefined ? [] : [`resume=${token}`, `answered=${answered}`]),
    ...(maxKept > 0 ? ['checkpoints=1'] : []),
  ];
  if (parameters.length === 0) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${parameters.join('&')}`;
}
