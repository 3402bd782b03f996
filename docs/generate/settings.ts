import { defaultText, SETTINGS, type SettingName, variableName } from 'stepstream';
import { markdownTable } from './section.ts';

/** The table of everything that an operator can set. */
export function settingsTable(): string {
  const names = Object.keys(SETTINGS) as SettingName[];
  return markdownTable([
    ['flag of `serve`', 'environment variable', 'default', 'what it does'],
    ...names.map((name) => [
      `\`--${SETTINGS[name].flag}\``,
      `\`${variableName(name)}\``,
      `\`${defaultText(name)}\``,
      SETTINGS[name].description,
    ]),
  ]);
}
