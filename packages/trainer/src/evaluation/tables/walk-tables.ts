import type {
  CadenceBandScore,
  EndScore,
  WalkEndsScore,
  WalkLengthScore,
  WalkReport,
} from '../walk-report.ts';
import { fixed, percent, share, signed } from './cells.ts';
import { type Table, tableOf } from './table.ts';

/** Walks over all sets with known contacts. */
export function walkTables({ lengths, cadences, ends }: WalkReport): Table[] {
  return [lengthTable(lengths), cadenceTable(cadences), endsTable(ends)];
}

/** Walks by the number of their contacts. */
export function lengthTable(lengths: readonly WalkLengthScore[]): Table {
  return tableOf(
    'Walks by length',
    lengths,
    [
      ['recordings, contacts', (s) => `${s.group}, ${s.length}`],
      ['walks', (s) => String(s.walks)],
      ['found', (s) => String(s.detected)],
      ['true', (s) => String(s.truth)],
      ['of all', (s) => signed(s.bias)],
      ['MAPE', (s) => percent(s.mape)],
      ['recall', (s) => share(s.recall)],
    ],
    [
      'a walk ends where no contact follows within 2 s; cut ones count only if 30 contacts are known',
    ],
  );
}

/** Contacts by the cadence around them. */
export function cadenceTable(cadences: readonly CadenceBandScore[]): Table {
  return tableOf('Walks by cadence, steps a minute', cadences, [
    ['recordings, cadence', (s) => `${s.group}, ${s.band}`],
    ['people', (s) => String(s.people)],
    ['found', (s) => String(s.detected)],
    ['true', (s) => String(s.truth)],
    ['of all', (s) => signed(s.bias)],
    ['recall', (s) => share(s.recall)],
  ]);
}

/** What is missed at the ends of walks. */
export function endsTable(ends: readonly WalkEndsScore[]): Table {
  const columns = (name: 'first' | 'last') => {
    const of = (read: (score: EndScore) => string) => (s: WalkEndsScore) => read(s[name]);
    return [
      ['walks', of(({ walks }) => String(walks))],
      [`${name} missed a walk`, of(({ missedPerWalk }) => fixed(missedPerWalk, 2))],
      [`${name} two`, of(({ missedOfTwo }) => fixed(missedOfTwo, 2))],
    ] as const;
  };
  return tableOf<WalkEndsScore>('Ends of walks of four contacts and more', ends, [
    ['recordings', (s) => s.group],
    ...columns('first'),
    ...columns('last'),
  ]);
}
