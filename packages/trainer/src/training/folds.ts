/** Parts into which people are divided for cross-validation. */
export const FOLDS = 4;

/**
 * The part of each person: people, not recordings, are divided, set by set, so that each part holds
 * people of every set. (There are four hand-held and three phone people.)
 */
export function foldsOf(people: readonly string[]): Map<string, number> {
  const seen = new Map<string, number>();
  return new Map(
    [...new Set(people)].sort().map((person) => {
      const set = person.replace(/\d+$/, '');
      const place = seen.get(set) ?? 0;
      seen.set(set, place + 1);
      return [person, place % FOLDS];
    }),
  );
}
