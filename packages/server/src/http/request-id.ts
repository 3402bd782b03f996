/** What a request may be called by others: it goes into logs and headers as it is. */
const WELL_FORMED = /^[\w.:@+/=-]{1,128}$/;

/** The header in which it comes and goes. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** What a request is called: as a proxy or client says, where that can be a name, or else a new UUID. */
export function requestIdOf(headers: Headers): string {
  const said = headers.get(REQUEST_ID_HEADER);
  return said !== null && WELL_FORMED.test(said) ? said : crypto.randomUUID();
}

/** The same answer, which says what its request is called: in a header, and an error in its body, too. */
export async function withRequestId(response: Response, id: string): Promise<Response> {
  const { status, headers } = response;
  if (headers.get('content-type') !== 'application/problem+json') {
    headers.set(REQUEST_ID_HEADER, id);
    return response;
  }
  // An error of ours is an object with at least one member. Of a HEAD request, nothing of it is here.
  const text = await response.text();
  const body = text.endsWith('}')
    ? `${text.slice(0, -1)},"request_id":${JSON.stringify(id)}}`
    : null;
  const named = new Response(body, { status, headers });
  named.headers.set(REQUEST_ID_HEADER, id);
  return named;
}
