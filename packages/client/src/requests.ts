import { StepstreamError } from './errors.ts';
import type { Outbox, Request } from './outbox.ts';

const NOBODY = () => {};

/** A request that nobody waits for, unless told who. */
export function createRequest(
  action: Request['action'],
  content: object = {},
  resolve: Request['resolve'] = NOBODY,
  reject: Request['reject'] = NOBODY,
): Request {
  return { action, message: { action, ...content }, resolve, reject };
}

/**
 * Puts a request into the outbox.
 *
 * @returns its answer
 * @throws the signal's reason when it is aborted first
 */
export function ask(
  outbox: Outbox,
  action: Request['action'],
  content: object,
  signal: AbortSignal | undefined,
): Promise<object> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const settled =
      <Value>(settle: (value: Value) => void) =>
      (value: Value) => {
        signal?.removeEventListener('abort', abort);
        settle(value);
      };
    const request = createRequest(action, content, settled(resolve), settled(reject));
    const abort = () => {
      outbox.withdraw(request);
      reject(signal?.reason);
    };
    outbox.addRequest(request);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** What is asked of a client that is closed. */
export function closedError(): StepstreamError {
  return new StepstreamError('closed', 'This client is closed; connect anew');
}
