import type { Clock } from '../session/index.ts';
import { VERSION } from '../version.ts';
import type { Message } from './message.ts';
import { signatureHeaders } from './sign.ts';

/** How long an endpoint may take to answer, in milliseconds. */
export const ANSWER_TIMEOUT_MS = 15_000;

/** What became of an attempt. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** The endpoint wants no messages any more. */
  | { readonly kind: 'gone' }
  /** `error` is for operators, and holds nothing secret. */
  | { readonly kind: 'failed'; readonly error: string };

/** Where to, and how it is signed. */
export interface Destination {
  readonly url: string;
  readonly keys: readonly Buffer[];
}

/**
 * Tries once to deliver a message. Only a status of 200 to 299 is a success; a redirect is not followed, as
 * it may lead to somebody else. Never rejects.
 *
 * @param signal ends the attempt
 */
export async function postMessage(
  { url, keys }: Destination,
  { id, body }: Message,
  clock: Clock,
  signal: AbortSignal,
): Promise<Outcome> {
  const late = new AbortController();
  const timer = clock.after(ANSWER_TIMEOUT_MS, () => late.abort());
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': `Stepstream/${VERSION}`,
        ...signatureHeaders(keys, id, Math.floor(clock.now() / 1000), body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([late.signal, signal]),
    });
    // Nobody reads what it says; it may be endless.
    await response.body?.cancel();
    if (response.status >= 200 && response.status < 300) return { kind: 'delivered' };
    if (response.status === 410) return { kind: 'gone' };
    return { kind: 'failed', error: `it answered with status ${response.status}` };
  } catch (error) {
    if (late.signal.aborted) {
      return { kind: 'failed', error: `no answer within ${ANSWER_TIMEOUT_MS / 1000} s` };
    }
    if (signal.aborted) return { kind: 'failed', error: 'the server stopped' };
    return { kind: 'failed', error: `no connection (${codeOf(error)})` };
  } finally {
    timer.cancel();
  }
}

/** The code of an error. Its message may hold the address, and so what is secret in it. */
function codeOf(error: unknown): string {
  const { cause = error } = error as { readonly cause?: unknown };
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^\w+$/.test(code) ? code : 'unknown reason';
}
