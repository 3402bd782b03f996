import { bootstrapPeople } from './bootstrap.ts';
import type { PersonShare } from './headline-shares.ts';
import { HEADLINE_SPECS } from './headline-specs.ts';
import { REFERENCE_RESULTS } from './reference-results.ts';
import type { Headline, HeadlineDifference, SetReports } from './report.ts';
import { TARGETS } from './targets.ts';

/**
 * The numbers that a detector is known by, each with its 95 % confidence interval over people and
 * with what other detectors reached.
 */
export function headlinesOf(sets: SetReports): Headline[] {
  return HEADLINE_SPECS.map((spec): Headline => {
    const { key, label, unit } = spec;
    const shares = 'sharesOf' in spec ? spec.sharesOf(sets) : [];
    return {
      key,
      label,
      unit,
      value: 'numberOf' in spec ? (spec.numberOf(sets) ?? null) : quotient(shares),
      interval: bootstrapPeople(shares, quotient),
      people: shares.length,
      target: TARGETS[key] ?? null,
      references: REFERENCE_RESULTS[key] ?? [],
    };
  }).filter(({ value }) => value !== null);
}

/**
 * By how much a detector differs from another in each headline, with the 95 % confidence interval
 * of the difference over people. The two are paired: each drawing takes the same people for both,
 * so what makes a person hard for either falls out.
 */
export function differencesOf(sets: SetReports, others: SetReports): HeadlineDifference[] {
  return HEADLINE_SPECS.flatMap((spec): HeadlineDifference[] => {
    const { key, unit } = spec;
    if ('numberOf' in spec) {
      const value = minus(spec.numberOf(sets) ?? null, spec.numberOf(others) ?? null);
      return value === null ? [] : [{ key, unit, value, interval: null, people: 0 }];
    }
    const pairs = paired(spec.sharesOf(sets), spec.sharesOf(others));
    const value = pairedDifference(pairs);
    if (value === null) return [];
    const interval = bootstrapPeople(pairs, pairedDifference);
    return [{ key, unit, value, interval, people: pairs.length }];
  });
}

type Pair = readonly [own: PersonShare, other: PersonShare];

function paired(own: readonly PersonShare[], others: readonly PersonShare[]): Pair[] {
  return own.flatMap((share): Pair[] => {
    const other = others.find(({ person }) => person === share.person);
    return other ? [[share, other]] : [];
  });
}

function pairedDifference(pairs: readonly Pair[]): number | null {
  return minus(quotient(pairs.map(([own]) => own)), quotient(pairs.map(([, other]) => other)));
}

function quotient(shares: readonly PersonShare[]): number | null {
  const numerator = shares.reduce((sum, share) => sum + share.numerator, 0);
  const denominator = shares.reduce((sum, share) => sum + share.denominator, 0);
  return denominator > 0 ? numerator / denominator : null;
}

function minus(own: number | null, other: number | null): number | null {
  return own === null || other === null ? null : own - other;
}
