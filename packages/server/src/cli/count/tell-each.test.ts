import { expect, test } from 'bun:test';
import { type CountedRecording, countRecording } from '@stepstream/analysis';
import { UTC } from '@stepstream/calendar';
import { PLAIN_SOURCE } from '@stepstream/formats/testing';
import { generateWalk } from '@stepstream/synthetic';
import fc from 'fast-check';
import type { CountFailure } from './failure.ts';
import { countJson, fileJson } from './json.ts';
import { bouts, countsAsRows, periods } from './rows.ts';
import { tellEach } from './tell-each.ts';

const WALK = generateWalk({ segments: [{ activity: 'walking', seconds: 20 }] });
const FINE = countRecording('fine.csv', { ...WALK, source: PLAIN_SOURCE });

test('a recording that can not be told costs no other', () => {
  const failures: CountFailure[] = [];
  const tell = ({ file }: CountedRecording) => {
    if (file === 'odd.csv') throw new RangeError('no such date');
    return file;
  };
  const told = tellEach([FINE, { ...FINE, file: 'odd.csv' }, FINE], tell, (f) => failures.push(f));
  expect(told.map((one) => one.told)).toEqual(['fine.csv', 'fine.csv']);
  expect(failures).toMatchObject([{ recording: 'odd.csv', code: 'unexpected' }]);
  const [, odd] = countsAsRows([FINE], failures);
  expect(odd).toMatchObject({
    file: { value: 'odd.csv' },
    format: { value: 'not counted' },
    error: { value: expect.stringContaining('no such date') },
  });
});

test('whatever a clock says, each recording is told', () => {
  const clocks = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.constantFrom(-1e12, 20_261_124_100_000_020, 9e12, 253_402_300_800, -62_135_596_801),
  );
  fc.assert(
    fc.property(clocks, (startedAt) => {
      const count = countRecording('a.csv', { ...WALK, source: { ...PLAIN_SOURCE, startedAt } });
      const files = [fileJson(count, UTC, 'day')];
      const results = { model: 'm', counts: [count], files, failures: [], zone: UTC };
      expect(JSON.parse(countJson(results)).files).toHaveLength(1);
      expect(bouts([count], UTC)).toHaveLength(count.walks.length);
      expect(periods([count], 'hour', UTC).length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});
