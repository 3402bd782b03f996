/** A promise that is resolved from outside. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  resolve(): void;
}

/** @param value tells what the promise resolves to, once it does */
export function deferred<Value>(value: () => Value): Deferred<Value> {
  let settle: (value: Value) => void = () => {};
  const promise = new Promise<Value>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: () => settle(value()) };
}
