import { z } from 'zod';
import { normaliseOrigins } from './auth/origins.ts';
import { normaliseBasePath } from './http/base-path.ts';

/*
 * How the text of a flag or variable is read. The message of each error says what is expected.
 */

/** How a setting is written in a configuration file, where there are numbers and lists. Without it: as a text. */
export type InFile = 'number' | 'number_or_word' | 'boolean' | 'list';
/** What schemas tell of that. */
export const IN_FILE = {
  number: { inFile: 'number' },
  numberOrWord: { inFile: 'number_or_word' },
  boolean: { inFile: 'boolean' },
  list: { inFile: 'list' },
} as const satisfies Record<string, { readonly inFile: InFile }>;

/** A whole number, in digits alone. */
export const wholeNumber = (min: number, max: number) => {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, expected)
    .transform(Number)
    .pipe(z.int(expected).min(min, expected).max(max, expected))
    .meta(IN_FILE.number);
};

/** A number, or a word that stands for one. */
const numberOr = <Word extends string>(
  word: Word,
  number: z.ZodType<number, string>,
  expected: string,
) =>
  z
    .string()
    .transform((text, context): number | Word => {
      if (text === word) return word;
      const read = number.safeParse(text);
      if (read.success) return read.data;
      context.addIssue(`expected ${word}, or ${expected}`);
      return z.NEVER;
    })
    .meta(IN_FILE.numberOrWord);

/** A whole number, or `auto`. */
export const wholeNumberOrAuto = (min: number, max: number) =>
  numberOr('auto', wholeNumber(min, max), `a whole number from ${min} to ${max}`);

/** A port, or `none`. */
export const portOrNone = numberOr(
  'none',
  wholeNumber(0, 65_535),
  'a whole number from 0 to 65535',
);

/** A number of seconds, in digits with an optional fraction. */
export const seconds = (min: number, max: number) => {
  const expected = `expected a number of seconds from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, expected)
    .transform(Number)
    .pipe(z.number(expected).min(min, expected).max(max, expected))
    .meta(IN_FILE.number);
};

/** A number of seconds, or `auto`. */
export const secondsOrAuto = (min: number, max: number) =>
  numberOr('auto', seconds(min, max), `a number of seconds from ${min} to ${max}`);

/** A number of bytes, or `auto`. */
export const bytesOrAuto = (min: number, max: number) =>
  numberOr('auto', wholeNumber(min, max), `a whole number of bytes from ${min} to ${max}`);

/** Origins of web pages, separated by commas. */
export const originList = z
  .string()
  .transform((list, context) => {
    const origins = normaliseOrigins(list);
    if (origins !== undefined) return origins;
    context.addIssue('expected origins such as https://app.example.org, separated by commas');
    return z.NEVER;
  })
  .meta(IN_FILE.list);

/** The path under which a proxy publishes the server; empty for none. */
export const basePath = z.string().transform((text, context) => {
  const path = normaliseBasePath(text);
  if (path !== undefined) return path;
  context.addIssue('expected a path such as /app, of letters, digits, dots, dashes and slashes');
  return z.NEVER;
});

/** Where a server is published: its origin, and perhaps a path; empty for nowhere. */
export const publicUrl = z.string().transform((text, context) => {
  if (text === '') return '';
  const url = URL.parse(text);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  const isBare = url?.search === '' && url.hash === '' && url.username === '';
  if (url && isWeb && isBare && !/[?#]/.test(text)) return url.href.replace(/\/$/, '');
  context.addIssue('expected an address such as https://steps.example.org');
  return z.NEVER;
});

/** `true` or `false`. */
export const yesOrNo = z
  .enum(['true', 'false'], 'expected true or false')
  .transform((text) => text === 'true')
  .meta(IN_FILE.boolean);
