import { expect, test } from 'bun:test';
import { Resume } from '../schemas/index.ts';
import { readFirstResume } from './read-resume.ts';

test.each([
  [{ resume_token: 'x' }, { token: 'x', answered: undefined }],
  [
    { resume_token: 'x', answered: 0 },
    { token: 'x', answered: 0 },
  ],
  [
    { resume_token: 'x', answered: 123, more: [] },
    { token: 'x', answered: 123 },
  ],
])('what the schema accepts is read (%#)', (fields, read) => {
  const message = { action: 'resume', ...fields };
  expect(Resume.safeParse(message).success).toBe(true);
  expect(readFirstResume(JSON.stringify(message))).toEqual(read);
});

test.each([
  [{}, { token: '', answered: undefined }],
  [
    { resume_token: null, answered: '7' },
    { token: '', answered: undefined },
  ],
  [
    { resume_token: 'x', answered: -1 },
    { token: 'x', answered: undefined },
  ],
  [
    { resume_token: 'x', answered: 0.5 },
    { token: 'x', answered: undefined },
  ],
])('what it does not accept counts as not there (%#)', (fields, read) => {
  const message = { action: 'resume', ...fields };
  expect(Resume.safeParse(message).success).toBe(false);
  expect(readFirstResume(JSON.stringify(message))).toEqual(read);
});

test.each([
  '',
  '{',
  '7',
  'null',
  '["resume"]',
  '{"action":"stats"}',
  `{"action":"resume","resume_token":"${'x'.repeat(1024)}"}`,
])('other messages are none (%#)', (text) => {
  expect(readFirstResume(text)).toBeUndefined();
});
