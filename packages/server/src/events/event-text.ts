const encoder = new TextEncoder();

/** How soon a client comes back when its connection is lost, in milliseconds. */
const RETRY_MS = 3000;

/** What every stream begins with. */
export const OPENING = encoder.encode(`retry: ${RETRY_MS}\n\n`);

/** A line that clients ignore and proxies take for traffic. */
export const KEEP_ALIVE = encoder.encode(': keep-alive\n\n');

/**
 * An event of a stream of server-sent events.
 *
 * @param id what the client names as the last event when it comes back; without one, the id before stays
 */
export function eventBytes(name: string, data: object, id?: string): Uint8Array {
  const head = id === undefined ? '' : `id: ${id}\n`;
  return encoder.encode(`${head}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
