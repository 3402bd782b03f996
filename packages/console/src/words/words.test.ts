import { expect, test } from 'bun:test';
import { de } from './de.ts';
import { en } from './en.ts';
import { LANGUAGES, languageOf } from './words.ts';

/** Where each sentence stands, and how many values it wants: `shell.link.open`, `run.steps(1)`. */
function keysOf(words: object, path = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) => {
    if (typeof value === 'function') return [`${path}${key}(${value.length})`];
    return typeof value === 'object' ? keysOf(value, `${path}${key}.`) : [`${path}${key}`];
  });
}

/** Sentences alone, without those that are made of values. */
function sentences(words: object): string[] {
  return Object.values(words).flatMap((value) =>
    typeof value === 'object' ? sentences(value) : typeof value === 'string' ? [value] : [],
  );
}

test('every language says all that English says, and no more', () => {
  expect(keysOf(de).toSorted()).toEqual(keysOf(en).toSorted());
});

test('nothing is left empty, and little is left in English', () => {
  expect(sentences(de).filter((sentence) => sentence.trim() === '')).toEqual([]);
  const same = sentences(de).filter((sentence) => sentences(en).includes(sentence));
  expect(same.length / sentences(en).length).toBeLessThan(0.3);
});

test('a reader is spoken to in the language that was chosen, or else asked for', () => {
  expect(Object.keys(LANGUAGES)).toEqual(['en', 'de']);
  expect(languageOf(null, ['de-AT', 'en'])).toBe('de');
  expect(languageOf(null, ['fr', 'en-GB', 'de'])).toBe('en');
  expect(languageOf('en', ['de'])).toBe('en');
  expect(languageOf('constructor', ['toString'])).toBe('en');
  expect(languageOf(null, [])).toBe('en');
});
