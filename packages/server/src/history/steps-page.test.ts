import { describe, expect, test } from 'bun:test';
import { BUCKET_LENGTHS, formatMinute } from '@stepstream/calendar';
import { utc } from '@stepstream/calendar/testing';
import fc from 'fast-check';
import type { Store } from '../store/index.ts';
import { readStepsPage, readStepsQuery } from './steps-page.ts';
import { parametersOf, storeOfWalks } from './testing/walks.ts';

const NOW = Date.parse('2026-10-25T14:30:10Z');

/** All pages of an answer. */
async function readAll(store: Store, text: string) {
  const pages = [];
  let cursor = '';
  do {
    const query = readStepsQuery(parametersOf(`${text}${cursor}`), NOW);
    const page = await readStepsPage(store, 'ann', query);
    pages.push({ ...page, query });
    cursor = `&cursor=${page.nextCursor}`;
  } while (cursor !== '&cursor=null');
  return pages;
}

const anyWalks = fc.uniqueArray(
  fc.tuple(
    fc.integer({ min: utc('2026-03-27'), max: utc('2026-03-31') }),
    fc.integer({ min: 1, max: 200 }),
  ),
  { selector: ([minute]) => minute, maxLength: 60 },
);
const anyQuery = fc.record({
  bucket: fc.constantFrom(...BUCKET_LENGTHS),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
  start: fc.integer({ min: utc('2026-03-26'), max: utc('2026-03-31') }),
  size: fc.integer({ min: 1, max: 6000 }),
  limit: fc.integer({ min: 1, max: 70 }),
  fill: fc.constantFrom('', '&fill=zero'),
});

test('the pages of an answer hold each step of the range once, and all buckets if all are wanted', () =>
  fc.assert(
    fc.asyncProperty(anyWalks, anyQuery, async (walks, asked) => {
      const { bucket, zone, start, size, limit, fill } = asked;
      const range = `start=${start * 60}&end=${(start + size) * 60}`;
      const text = `${range}&bucket=${bucket}&time_zone=${zone}${fill}&limit=${limit}`;
      const pages = await readAll(await storeOfWalks(walks), text);
      const buckets = pages.flatMap((page) => page.buckets);
      const sum = walks.reduce(
        (all, [minute, count]) => all + (minute >= start && minute < start + size ? count : 0),
        0,
      );
      expect(buckets.reduce((all, { count }) => all + count, 0)).toBe(sum);
      expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([sum]));
      expect(pages.every((page) => page.buckets.length <= limit)).toBe(true);
      for (const one of buckets) {
        const inside = walks.filter(([minute]) => minute >= one.start && minute < one.end);
        expect(one.count).toBe(inside.reduce((all, [, count]) => all + count, 0));
      }
      if (fill) {
        expect(buckets[0]?.start).toBe(start);
        expect(buckets.at(-1)?.end).toBe(start + size);
        expect(buckets.every((one, i) => i === 0 || one.start === buckets[i - 1]?.end)).toBe(true);
      } else {
        expect(buckets.every(({ count }) => count > 0)).toBe(true);
        // No page is empty but that of an empty answer.
        expect(pages.length === 1 || pages.every((page) => page.buckets.length > 0)).toBe(true);
      }
    }),
    { numRuns: 150 },
  ));

describe('a query that says nothing', () => {
  test('is of today, up to the end of this hour', async () => {
    const store = await storeOfWalks([
      [utc('2026-10-24T23:59'), 1],
      [utc('2026-10-25T00:00'), 10],
      [utc('2026-10-25T14:30'), 100],
    ]);
    const { total, buckets, nextCursor } = await readStepsPage(
      store,
      'ann',
      readStepsQuery(parametersOf(''), NOW),
    );
    expect({ total, nextCursor, counts: buckets.map(({ count }) => count) }).toEqual({
      total: 110,
      nextCursor: null,
      counts: [10, 100],
    });
    expect(buckets[1]?.end).toBe(utc('2026-10-25T15:00'));
  });

  test('but for a zone means the day that it is there', () => {
    const { zone, start, end } = readStepsQuery(parametersOf('time_zone=Asia/Tokyo'), NOW);
    expect(formatMinute(zone, start)).toBe('2026-10-25T00:00:00+09:00');
    expect(formatMinute(zone, end)).toBe('2026-10-26T00:00:00+09:00');
  });

  test('of a user without steps is answered with none', async () => {
    const store = await storeOfWalks([]);
    const page = await readStepsPage(store, 'ann', readStepsQuery(parametersOf(''), NOW));
    expect(page).toEqual({ total: 0, buckets: [], nextCursor: null });
  });
});

test('a cursor keeps the range of the first page when the day has changed', async () => {
  const store = await storeOfWalks([
    [utc('2026-10-25T01:00'), 1],
    [utc('2026-10-25T02:00'), 2],
  ]);
  const first = readStepsQuery(parametersOf('limit=1'), NOW);
  const { nextCursor } = await readStepsPage(store, 'ann', first);
  const later = NOW + 86_400_000;
  const second = readStepsQuery(parametersOf(`limit=1&cursor=${nextCursor}`), later);
  expect(await readStepsPage(store, 'ann', second)).toMatchObject({
    total: 3,
    buckets: [{ count: 2 }],
    nextCursor: null,
  });
});
