/** Most letters that may be wrong in a word that is taken for another. */
const MAX_DISTANCE = 2;

/** The word that somebody may have meant; undefined where none is like theirs. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const near = words
    .map((other) => ({ other, distance: distance(plain(word), plain(other)) }))
    .filter(({ distance }) => distance <= MAX_DISTANCE)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.other;
}

/** Whether people write `logLevel`, `log_level` or `log-level`, they mean the same. */
function plain(word: string): string {
  return word.replace(/[-_\s]/g, '').toLowerCase();
}

/** How many letters are to be put in, taken out or changed to make one word of another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
