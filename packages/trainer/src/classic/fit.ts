import type { ClassicParameters } from '@stepstream/detector/internals';
import { median } from '@stepstream/math';
import type { Lesson } from './examples.ts';
import { fitLogisticRegression } from './logistic-regression.ts';

/** Parts into which people are divided: each is tested by what was fitted on the others. */
const FOLDS = 5;
/** With fewer people, what a part would be fitted on is not worth fitting to. */
const MIN_PEOPLE = 2 * FOLDS;
/** Digits that are kept of a parameter: the rest is noise. */
const DIGITS = 4;

/** Fits the classical detector's numbers to the lessons. Deterministic. */
export function fitClassic(lessons: readonly Lesson[]): ClassicParameters {
  const weights = fitLogisticRegression(lessons.flatMap(({ examples }) => examples));
  // Only the hand-held reference runs on the sensor's own clock.
  const delays = lessons.flatMap(({ meta, delays }) => (meta.set === 'handheld' ? delays : []));
  return { delay: toDigits(median(delays) ?? 0), weights: weights.map(toDigits) };
}

/**
 * Parameters for each person, none of them fitted on that person: people, not recordings, are
 * divided into five parts, set by set, and each part gets what the other four teach. With too few
 * people to learn from, nobody gets any: use the published parameters.
 */
export function fitForEachPerson(lessons: readonly Lesson[]): Map<string, ClassicParameters> {
  const people = [...new Set(lessons.map(({ meta }) => meta.person))];
  if (people.length < MIN_PEOPLE) return new Map();
  const foldOf = new Map(people.map((person, i) => [person, i % FOLDS]));
  const fitted = Array.from({ length: FOLDS }, (_, fold) =>
    fitClassic(lessons.filter(({ meta }) => foldOf.get(meta.person) !== fold)),
  );
  return new Map(
    people.map((person) => [person, fitted[foldOf.get(person) ?? 0] as ClassicParameters]),
  );
}

function toDigits(value: number): number {
  return Number(value.toFixed(DIGITS));
}
