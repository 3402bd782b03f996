import { chooseLanguage, LANGUAGES, type Language, language, words } from '../words/words.ts';

/** Which language the page speaks. */
export function LanguageSwitch() {
  return (
    <select
      class="language"
      aria-label={words().shell.language}
      value={language.value}
      onChange={({ currentTarget }) => void chooseLanguage(currentTarget.value as Language)}
    >
      {Object.entries(LANGUAGES).map(([tag, name]) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </select>
  );
}
