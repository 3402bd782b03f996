/**
 * Reads the body of a request as text, as natively as the runtime can.
 *
 * @returns undefined where it is longer than `maxBytes`, and so is not read to its end
 */
export async function readBody(request: Request, maxBytes: number): Promise<string | undefined> {
  const length = lengthOf(request);
  // Servers hold a body to its length.
  if (length !== undefined) return length <= maxBytes ? await request.text() : undefined;
  if (!request.body) return '';
  const decoder = new TextDecoder();
  let read = 0;
  let text = '';
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    read += chunk.byteLength;
    if (read > maxBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** How long a body is, in bytes; undefined where the request does not say. */
export function lengthOf(request: Request): number | undefined {
  const length = request.headers.get('content-length');
  // Said twice, it is a list.
  return length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}
