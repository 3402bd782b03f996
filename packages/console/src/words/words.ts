import { Store } from '../store.ts';
import { codes } from './en/codes.ts';
import { operator } from './en/operator.ts';
import { recording } from './en/recording.ts';
import { shell } from './en/shell.ts';
import { trace } from './en/trace.ts';
import { tryIt } from './en/try-it.ts';
import type { Words } from './en.ts';

/**
 * What the page says, in the reader's language. A language is a folder with a file for each part of the page, put
 * together in `LANGUAGE.ts`; English comes with the page and its views, others when somebody wants them. To add one,
 * translate `en/`, collect it as `de.ts` does, and name it in {@link LANGUAGES}.
 */

/** The languages, by their names in themselves. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const LOADERS: Readonly<Record<Language, () => Promise<Words | null>>> = {
  // It is here.
  en: async () => null,
  de: async () => (await import('./de.ts')).de,
};

/** English of all that the page shows at once. */
const ENGLISH = { shell, trace, tryIt, recording, operator, codes };

/** Where a choice is kept. */
const KEY = 'stepstream-language';

/** The language that is spoken. Who draws the whole page watches it. */
export const language = new Store<Language>('en');
/** What is said in another language than English. */
let translated: Words | null = null;

/** What there is to say, in the language that is spoken. Ask each time: it may change. */
export function words(): Pick<Words, keyof typeof ENGLISH> {
  return translated ?? ENGLISH;
}

/** The same of a part that comes with its view, as its English does. */
export function wordsOf<Part extends keyof Words>(part: Part, english: Words[Part]): Words[Part] {
  return translated?.[part] ?? english;
}

/** Speaks a language from now on, in this browser. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // A browser that keeps nothing asks again.
  }
  await speak(chosen);
}

/** Speaks what was chosen, or what the browser asks for. */
export function speakTheReadersLanguage(): Promise<void> {
  return speak(languageOf(kept(), navigator.languages));
}

/** The language for a reader: what was chosen, or the first of those asked for that there is. */
export function languageOf(chosen: string | null, wanted: readonly string[]): Language {
  const all = [chosen ?? '', ...wanted].map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return all.find((tag): tag is Language => Object.hasOwn(LANGUAGES, tag)) ?? 'en';
}

async function speak(chosen: Language): Promise<void> {
  try {
    translated = await LOADERS[chosen]();
  } catch {
    // The server has gone, or is another one by now: English is here.
    return;
  }
  document.documentElement.lang = chosen;
  language.value = chosen;
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
