import type { InFile } from '../setting-schemas.ts';
import { SETTINGS } from '../settings/index.ts';
import type { SettingName } from './setting-names.ts';

/** How a setting is written in a configuration file. */
export function inFile(name: SettingName): InFile | 'text' {
  return (SETTINGS[name].schema.meta()?.['inFile'] as InFile | undefined) ?? 'text';
}

/** What may stand in a file, and what to tell whoever wrote something else. */
const KINDS: Readonly<
  Record<InFile | 'text', { accepts(value: unknown): boolean; readonly expected: string }>
> = {
  text: { accepts: isText, expected: 'expected a text, in quotes' },
  number: { accepts: isNumber, expected: 'expected a number, without quotes' },
  number_or_word: {
    accepts: (value) => isNumber(value) || (isText(value) && !/^[\d.]*$/.test(value)),
    expected: 'expected a number, without quotes, or a word, in quotes',
  },
  boolean: {
    accepts: (value) => typeof value === 'boolean',
    expected: 'expected true or false, without quotes',
  },
  list: {
    accepts: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
    expected: 'expected a list of texts',
  },
};

/**
 * The text by which a flag would say what stands in a file.
 *
 * @returns what was expected, where it is of another type
 */
export function flagText(
  name: SettingName,
  value: unknown,
): { readonly text: string } | { readonly expected: string } {
  const { accepts, expected } = KINDS[inFile(name)];
  // An array joins its parts with commas, as lists are written in a flag.
  return accepts(value) ? { text: String(value) } : { expected };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
