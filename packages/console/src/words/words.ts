import { Store } from '../store.ts';
import { en, type Words } from './en.ts';

/**
 * What the page says, in the reader's language. A language is a folder with a file for each part of the page, put
 * together in `LANGUAGE.ts`; English comes with the page, others when somebody wants them. To add one, translate
 * `en/`, collect it as `de.ts` does, and name it in {@link LANGUAGES}.
 */

/** The languages, by their names in themselves. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const LOADERS: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
};

/** Where a choice is kept. */
const KEY = 'stepstream-language';

/** The language that is spoken. Who draws the whole page watches it. */
export const language = new Store<Language>('en');
let spoken: Words = en;

/** What there is to say, in the language that is spoken. Ask each time: it may change. */
export function words(): Words {
  return spoken;
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
    spoken = await LOADERS[chosen]();
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
