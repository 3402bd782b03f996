/**
 * Moves labels so far apart that they don't lie on each other, and no further: those that are too close keep their
 * order, and their middle.
 *
 * @param places - where they belong, in pixels
 * @param apart - how far apart they must be
 * @returns where they stand, in the order given
 */
export function spread(places: readonly number[], apart: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => Number(places[a]) - Number(places[b]));
  // Groups of labels that touch: where the first would be best, on the average of all in it.
  const groups: { first: number; size: number }[] = [];
  for (const i of order) {
    let group = { first: places[i] as number, size: 1 };
    for (
      let above = groups.at(-1);
      above && above.first + above.size * apart > group.first;
      above = groups.at(-1)
    ) {
      groups.pop();
      const size = above.size + group.size;
      const first =
        (above.first * above.size + (group.first - above.size * apart) * group.size) / size;
      group = { first, size };
    }
    groups.push(group);
  }
  const sorted = groups.flatMap(({ first, size }) =>
    Array.from({ length: size }, (_, n) => first + n * apart),
  );
  const found = new Array<number>(places.length);
  for (const [n, i] of order.entries()) found[i] = sorted[n] as number;
  return found;
}
