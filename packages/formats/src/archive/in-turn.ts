/**
 * Does something for each item, one after the other; at once as long as nothing takes its time.
 *
 * @returns a promise only where something did
 */
export function inTurn<T>(
  items: Iterable<T>,
  act: (item: T) => void | Promise<void>,
): void | Promise<void> {
  const iterator = items[Symbol.iterator]();
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    const pending = act(next.value);
    if (pending) return pending.then(() => inTurn({ [Symbol.iterator]: () => iterator }, act));
  }
}
