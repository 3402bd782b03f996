import { expect, test } from 'bun:test';
import { CloseCode } from '../protocol/index.ts';
import { describeClose } from './describe-close.ts';

test('every close code of the contract has a meaning', () => {
  for (const code of Object.values(CloseCode)) {
    expect(describeClose(code, '')).not.toContain('a reason of its own');
  }
});

test('code, meaning and the reason given', () => {
  expect(describeClose(1012, '')).toBe('code 1012, the server restarts');
  expect(describeClose(4999, 'odd')).toBe('code 4999, for a reason of its own ("odd")');
});
