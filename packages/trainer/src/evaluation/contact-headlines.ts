import type { ContactScore, HandheldScore, PocketsScore } from './contact-reports.ts';
import { countErrors, f1, type HeadlineSpec, over, type Ratio, rate } from './headline-shares.ts';
import type { Headline, SetReports } from './report.ts';
import type { EndScore } from './walk-report.ts';

type Unit = Headline['unit'];

/** Of recordings in which the times of contacts are known. */
export const CONTACT_HEADLINES: readonly HeadlineSpec[] = [
  hand('f1_100', 'F1 ±100 ms, hand-held', 'f1', (p) => f1(p.all.within100ms)),
  hand('stretchwise', 'F1 ±100 ms, hand-held, one offset a flight of stairs', 'f1', (p) =>
    f1(p.stretchwise),
  ),
  hand('f1_150', 'F1 ±150 ms, hand-held', 'f1', (p) => f1(p.all.within150ms)),
  hand('level_f1_100', 'F1 ±100 ms, hand-held, level', 'f1', (p) => f1(p.level.within100ms)),
  hand('mape', 'count error, hand-held', 'percent', (p) => countErrors(p.count)),
  hand('standing', 'false steps/min, hand-held, standing', 'per_minute', (p) => rate(p.standing)),
  {
    key: 'handheld.delay',
    label: 'delay in steady walking, hand-held',
    unit: 'milliseconds',
    numberOf: ({ handheld }) => handheld?.total.delay.steady.median,
  },
  ...ends('handheld', 'hand-held'),
  phone('mape', 'count error, phones', 'percent', (p) => countErrors(p.count)),
  phone('clean_mape', 'count error, phones, without bounces in the truth', 'percent', (p) =>
    countErrors(p.cleanCount),
  ),
  phone('f1_200', 'F1 ±200 ms, phones', 'f1', (p) => f1(p.within200ms)),
  {
    key: 'phones.delay',
    label: 'delay in steady walking, phones',
    unit: 'milliseconds',
    numberOf: ({ phones }) => phones?.total.delay.steady.median,
  },
  ...ends('phones', 'phones'),
  pocket('mape', 'count error, slow and careful walkers', 'percent', (p) => countErrors(p.count)),
  {
    key: 'pockets.worst',
    label: 'count error, the worst of these walkers',
    unit: 'percent',
    numberOf: ({ pockets }) => largest(pockets?.walkers.map(({ count }) => count.mape)),
  },
  pocket('f1_200', 'F1 ±200 ms, slow and careful walkers', 'f1', (p) => f1(p.within200ms)),
  pocket('f1_followed', 'F1 ±200 ms, the same, drifting clocks followed', 'f1', (p) =>
    f1(p.followed),
  ),
  ...ends('pockets', 'slow and careful walkers'),
  shortWalks('1–3', 'steps counted of walks of 2 and 3'),
  shortWalks('4–9', 'steps counted of walks of 4 to 9'),
];

function hand(key: string, label: string, unit: Unit, share: (person: HandheldScore) => Ratio) {
  const rows = ({ handheld }: SetReports) => handheld?.people;
  return over({ key: `handheld.${key}`, label, unit }, { rows, person: labelOf, share });
}

function phone(key: string, label: string, unit: Unit, share: (person: ContactScore) => Ratio) {
  const rows = ({ phones }: SetReports) => phones?.people;
  return over({ key: `phones.${key}`, label, unit }, { rows, person: labelOf, share });
}

function pocket(key: string, label: string, unit: Unit, share: (person: PocketsScore) => Ratio) {
  const rows = ({ pockets }: SetReports) => pockets?.people;
  return over({ key: `pockets.${key}`, label, unit }, { rows, person: labelOf, share });
}

/** Both ends of a set's walks. */
function ends(set: 'handheld' | 'phones' | 'pockets', name: string): HeadlineSpec[] {
  return (['first', 'last'] as const).map((end) =>
    over(
      {
        key: `${set}.${end}_missed`,
        label: `${end} contact missed a walk, ${name}`,
        unit: 'per_walk',
      },
      {
        rows: ({ walks }) => walks?.people.filter(({ group }) => group === set),
        person: ({ person }) => person,
        share: (person) => missed(person[end]),
      },
    ),
  );
}

/** What is counted of the walks that were made short, over all sets. */
function shortWalks(length: string, label: string): HeadlineSpec {
  return over(
    { key: `walks.${length.replace('–', '_')}`, label, unit: 'percent' },
    {
      rows: ({ walks }) => walks?.shortWalks.filter((one) => one.length === length),
      person: ({ person }) => person,
      share: ({ detected, truth }) => ({ numerator: detected, denominator: truth }),
    },
  );
}

function missed({ missed: numerator, walks: denominator }: EndScore): Ratio {
  return { numerator, denominator };
}

function labelOf({ label }: { readonly label: string }): string {
  return label;
}

/** The largest of some numbers; null where there is none. */
function largest(values: readonly (number | null)[] = []): number | null {
  const all = values.filter((value) => value !== null);
  return all.length > 0 ? Math.max(...all) : null;
}
