import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { inWords } from './duration.ts';

test.each([
  [300, '5 minutes'],
  [60, '1 minute'],
  [120, '2 minutes'],
  [3600, '1 hour'],
  [7200, '2 hours'],
  [86_400, '24 hours'],
  [1, '1 second'],
  [59, '59 seconds'],
  [61, '61 seconds'],
  [3599, '3599 seconds'],
  [3601, '3601 seconds'],
  [3660, '61 minutes'],
  [1.5, '1.5 seconds'],
  [0.1, '0.1 seconds'],
  [60.5, '60.5 seconds'],
])('%d s is %s', (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});

test('the words say exactly the duration', () => {
  const lengths = { second: 1, minute: 60, hour: 3600 };
  const whole = fc.integer({ min: 1, max: 86_400 });
  fc.assert(
    fc.property(
      fc.oneof(
        whole,
        whole.map((n) => n / 10),
        whole.map((n) => n * 60),
      ),
      (seconds) => {
        const [amount, unit = ''] = inWords(seconds).split(' ');
        const length = lengths[unit.replace(/s$/, '') as keyof typeof lengths];
        expect(Number(amount) * length).toBe(seconds);
        expect(unit.endsWith('s')).toBe(amount !== '1');
      },
    ),
  );
});
