import { useEffect, useState } from 'preact/hooks';

/** A value that others can watch. */
export class Store<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set value(value: Value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls back after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The store's value; the component is drawn again when it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  const [, draw] = useState(0);
  useEffect(() => {
    let drawn = store.value;
    const check = () => {
      if (Object.is(drawn, store.value)) return;
      drawn = store.value;
      draw((count) => count + 1);
    };
    // It may have changed between drawing and here.
    draw((count) => count + 1);
    return store.subscribe(check);
  }, [store]);
  return store.value;
}
