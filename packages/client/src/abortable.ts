/**
 * A promise that an abort rejects, with the signal's reason.
 *
 * @param begin is given how to settle it
 * @param giveUp called when it is aborted
 */
export function abortable<Value>(
  signal: AbortSignal | undefined,
  begin: (resolve: (value: Value) => void, reject: (reason: unknown) => void) => void,
  giveUp: () => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const settled =
      <Result>(settle: (result: Result) => void) =>
      (result: Result) => {
        signal?.removeEventListener('abort', abort);
        settle(result);
      };
    const abort = () => {
      giveUp();
      reject(signal?.reason);
    };
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    signal?.addEventListener('abort', abort, { once: true });
    begin(settled(resolve), settled(reject));
  });
}
