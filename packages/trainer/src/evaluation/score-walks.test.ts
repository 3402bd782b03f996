import { describe, expect, test } from 'bun:test';
import type { PhonesFile, PocketsFile } from './datasets.ts';
import { contacts, observation } from './example-observations.ts';
import { scoreWalks } from './score-walks.ts';

const phone: PhonesFile = {
  set: 'phones',
  person: 'walker1',
  phone: 'pixel',
  placement: 'inhand',
  surface: 'hard',
  number: 1,
  name: 'walk',
  path: '',
};
const pocket: PocketsFile = {
  set: 'pockets',
  person: 'id01',
  route: 't01',
  tool: 'wc',
  phone: '1l',
  name: 'route',
  path: '',
};

// Three contacts, a pause, eight contacts, a pause, thirty contacts.
const short = contacts(3, 0.56, 5);
const middle = contacts(8, 0.56, 15);
const long = contacts(30, 0.48, 30);
const truth = [...short, ...middle, ...long];
const report = scoreWalks([
  observation(phone, [...middle.slice(2, 8), 19.4, ...long.slice(0, 29)], { truth }),
]);

describe('scoreWalks', () => {
  test('by length: contacts found in and around each walk', () => {
    const lengths = report?.lengths ?? [];
    expect(lengths.map(({ group, length }) => `${group} ${length}`)).toEqual([
      'phones 1–3',
      'phones 4–9',
      'phones 30+',
    ]);
    expect(lengths[0]).toMatchObject({ walks: 1, truth: 3, detected: 0, bias: -1, mape: 1 });
    expect(lengths[1]).toMatchObject({ truth: 8, detected: 7, bias: -1 / 8, recall: 6 / 8 });
    expect(lengths[2]).toMatchObject({ truth: 30, detected: 29, recall: 29 / 30 });
  });

  test('by cadence: of the true contacts around', () => {
    const [slow, fast] = report?.cadences ?? [];
    expect(report?.cadences.map(({ group }) => group)).toEqual(['phones', 'phones', 'all', 'all']);
    expect(slow).toMatchObject({ band: '100–120', people: 1, truth: 11, recall: 6 / 11 });
    expect(fast).toMatchObject({ band: '120–140', truth: 30, recall: 29 / 30 });
  });

  test('ends of walks of four contacts and more', () => {
    expect(report?.ends).toHaveLength(1);
    const { first, last } = report?.ends[0] ?? {};
    expect(first).toEqual({ walks: 2, missed: 1, missedPerWalk: 0.5, missedOfTwo: 1 });
    expect(last).toEqual({ walks: 2, missed: 1, missedPerWalk: 0.5, missedOfTwo: 0.5 });
    expect(report?.people).toMatchObject([{ person: 'walker1', group: 'phones' }]);
  });

  test('a cut walk counts only among the longest, its cut ends not at all', () => {
    const mask = [{ start: 19.1, end: 29.85 }];
    const cut = scoreWalks([
      observation(phone, [], { truth: middle, mask }),
      observation(phone, [], { truth: long, mask }),
    ]);
    expect(cut?.lengths).toMatchObject([{ length: '30+', walks: 1, truth: 30 }]);
    expect(cut?.ends).toMatchObject([{ first: { walks: 1 }, last: { walks: 1 } }]);
  });

  test('in pockets people stand in the first and the last mask of a recording', () => {
    const known = scoreWalks([
      observation(pocket, [], {
        truth: long,
        mask: [
          { start: 0, end: 29.7 },
          { start: 44.2, end: 60 },
        ],
      }),
    ]);
    expect(known?.ends).toMatchObject([{ first: { walks: 1 }, last: { walks: 1 } }]);
  });

  test('bounces of foot switches are no contacts, and a gap of theirs is no slow step', () => {
    const switches = scoreWalks([
      observation(phone, long, {
        truth: [...long.slice(0, 10), 34.4, ...long.slice(10, 20), ...long.slice(21)],
        cleanTruth: [...long.slice(0, 20), ...long.slice(21)],
        doubtful: [{ start: 39.24, end: 39.96 }],
      }),
    ]);
    expect(switches?.lengths).toMatchObject([{ truth: 29, detected: 29, recall: 1 }]);
    expect(switches?.cadences[0]).toMatchObject({ band: '120–140', truth: 29 });
  });

  test('shortened walks add to the lengths, person by person', () => {
    const shortened = [observation(phone, middle, { truth: middle })];
    const with_ = scoreWalks([observation(phone, long, { truth: long })], shortened);
    expect(with_?.lengths.map(({ group }) => group)).toEqual(['phones', 'phones, shortened']);
    expect(with_?.ends[0]?.first.walks).toBe(1);
    expect(with_?.shortWalks).toMatchObject([{ person: 'walker1', length: '4–9', detected: 8 }]);
  });

  test('there is nothing to tell where no contacts are known', () => {
    expect(scoreWalks([observation(phone, [1, 2])])).toBeNull();
  });
});
