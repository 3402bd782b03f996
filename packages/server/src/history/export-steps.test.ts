import { describe, expect, test } from 'bun:test';
import { utc } from '@stepstream/calendar/testing';
import fc from 'fast-check';
import { exportSteps, readExportRange } from './export-steps.ts';
import { EXPORT_FORMAT_NAMES, readExportFormat } from './formats/index.ts';
import { observationFaults } from './testing/fhir-rules.ts';
import { parametersOf, storeOfWalks } from './testing/walks.ts';

const NOW = Date.parse('2026-10-26T14:30:10Z');
const WALKS = [
  [utc('2026-10-25T08:00'), 90],
  [utc('2026-10-25T08:01'), 100],
  [utc('2026-10-26T14:30'), 7],
] as const;

async function textOf(format: string, query = '', walks: typeof WALKS | [] = WALKS) {
  const form = readExportFormat(format);
  const store = await storeOfWalks(walks);
  const range = readExportRange(parametersOf(query), form, NOW);
  let text = '';
  for await (const piece of exportSteps(store, 'ann', range, form, NOW)) text += piece;
  return text;
}

async function observationsOf(query = '') {
  const text = await textOf('fhir', query);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

test('CSV is a table of all minutes with steps', async () => {
  expect(await textOf('csv', 'time_zone=Europe/Berlin')).toBe(
    [
      'start_time,end_time,count',
      '2026-10-25T09:00:00+01:00,2026-10-25T09:01:00+01:00,90',
      '2026-10-25T09:01:00+01:00,2026-10-25T09:02:00+01:00,100',
      '2026-10-26T15:30:00+01:00,2026-10-26T15:31:00+01:00,7',
      '',
    ].join('\r\n'),
  );
  expect(await textOf('csv', '', [])).toBe('start_time,end_time,count\r\n');
});

test('NDJSON is an object a line', async () => {
  const text = await textOf('ndjson', 'bucket=1h&end=2026-10-26');
  expect(text).toBe(
    `${JSON.stringify({
      user_id: 'ann',
      start_time: '2026-10-25T08:00:00+00:00',
      end_time: '2026-10-25T09:00:00+00:00',
      count: 190,
    })}\n`,
  );
  expect(await textOf('ndjson', '', [])).toBe('');
});

describe('FHIR', () => {
  test('has an observation of each day, with the code of steps in 24 hours', async () => {
    const [first, second, ...more] = await observationsOf('time_zone=Europe/Berlin');
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '41950-7' }] },
      subject: { identifier: { value: 'ann' } },
      // This day had 25 hours.
      effectivePeriod: { start: '2026-10-25T00:00:00+02:00', end: '2026-10-26T00:00:00+01:00' },
      valueQuantity: { value: 190, code: '{steps}/d' },
    });
    expect(second).toMatchObject({ status: 'preliminary', valueQuantity: { value: 7 } });
  });

  test('has the code of steps in any time where a bucket is no whole day', async () => {
    const cut = await observationsOf('end=2026-10-25T12:00');
    const hours = await observationsOf('bucket=1h');
    for (const one of [...cut, ...hours]) {
      expect(one.code.coding[0].code).toBe('55423-8');
      expect(one.valueQuantity.code).toBe('{steps}');
    }
    expect(hours).toHaveLength(2);
  });

  test('keeps the rules of the resource, whatever is exported', () => {
    const query = fc.record({
      bucket: fc.constantFrom('1m', '15m', '1h', '1d'),
      zone: fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns'),
    });
    return fc.assert(
      fc.asyncProperty(query, async ({ bucket, zone }) => {
        const all = await observationsOf(`bucket=${bucket}&time_zone=${zone}`);
        expect(all.flatMap(observationFaults)).toEqual([]);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      }),
      { numRuns: 20 },
    );
  });

  test('gives an observation the same id again, and each user others', async () => {
    const ids = async (query = '') => (await observationsOf(query)).map(({ id }) => id);
    expect(await ids()).toEqual(await ids());
    expect(await ids('bucket=1h')).not.toEqual(await ids());
  });
});

test('a form is one of those that there are', () => {
  for (const name of EXPORT_FORMAT_NAMES)
    expect(readExportFormat(name).extension).toContain(name.slice(-4));
  expect(readExportFormat(undefined).extension).toBe('csv');
  expect(() => readExportFormat('xml')).toThrow('format: expected one of csv, ndjson, fhir');
  expect(() => readExportFormat('constructor')).toThrow();
});
