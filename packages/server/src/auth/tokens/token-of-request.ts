/** The token of a request's `Authorization: Bearer`. */
export function bearerOf(headers: Headers): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}

/**
 * The token that a request carries: in its header, or as `?access_token=` where no header can be set. A header that
 * is there counts, whatever it holds.
 */
export function tokenOf({ url, headers }: Request): string | undefined {
  if (headers.has('authorization')) return bearerOf(headers) ?? '';
  const query = url.indexOf('?');
  if (query < 0) return undefined;
  return new URLSearchParams(url.slice(query + 1)).get('access_token') ?? undefined;
}

/** The same request, with a token that came by another way. One that no header can carry is nobody's. */
export function withToken(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${/^[\x21-\x7e]+$/.test(token) ? token : '?'}`);
  // A client of HTTP/1.0 names no host, and its address is a path.
  const url = URL.parse(request.url) ?? new URL('http://localhost');
  return new Request(url, { method: request.method, headers });
}
