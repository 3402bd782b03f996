import { expect, test } from 'bun:test';
import { createAdminToken, sameSecret, TOKEN } from './admin-token.ts';

test('each new token differs from the last and is a valid setting', () => {
  const tokens = new Set(Array.from({ length: 100 }, createAdminToken));
  expect(tokens.size).toBe(100);
  for (const token of tokens) expect(token).toMatch(TOKEN);
});

test('secrets are compared whole, whatever their lengths', () => {
  expect(sameSecret('a secret of ours', 'a secret of ours')).toBe(true);
  expect(sameSecret('a secret of ours', 'a secret of theirs')).toBe(false);
  expect(sameSecret('a secret of ours', '')).toBe(false);
  expect(sameSecret('a secret of ours', 'a secret of our')).toBe(false);
});
