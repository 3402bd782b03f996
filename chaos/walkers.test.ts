import { expect, test } from 'bun:test';
import { tallyOf } from './walkers.ts';

const walk = { name: 'a walk', begin: 0, samples: [], steps: [1, 2, 3, 4] };

test.each([
  ['all as they should be', [1, 2, 3, 4], { told: 4, lost: 0, extra: 0 }],
  ['in another order', [4, 2, 1, 3], { told: 4, lost: 0, extra: 0 }],
  ['one lost', [1, 2, 4], { told: 3, lost: 1, extra: 0 }],
  ['one doubled', [1, 2, 2, 3, 4], { told: 5, lost: 0, extra: 1 }],
  ['one elsewhere, which is lost and invented', [1, 2.5, 3, 4], { told: 4, lost: 1, extra: 1 }],
])('steps are compared with the walk that nobody cut: %s', (_, steps, expected) => {
  expect(tallyOf({ walk, steps })).toEqual({ expected: 4, ...expected });
});
