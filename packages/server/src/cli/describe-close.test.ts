import { expect, test } from 'bun:test';
import { CLOSE_REASONS } from '@stepstream/protocol';
import { describeClose } from './describe-close.ts';

test('every close code of the contract has a meaning', () => {
  for (const [reason, { code, meaning }] of Object.entries(CLOSE_REASONS)) {
    expect(describeClose(code, reason)).toBe(`code ${code}: ${meaning}`);
  }
});

test('an unknown code is told with the reason that came with it', () => {
  expect(describeClose(4999, 'odd')).toBe('code 4999: For a reason of its own. ("odd")');
});
