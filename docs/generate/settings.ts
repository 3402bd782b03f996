import { defaultText, SETTINGS, variableName } from 'stepstream';
import {
  inFile,
  SETTING_NAMES,
  type SettingName,
  secretFileFlag,
  settingOf,
  variableOf,
} from 'stepstream/internals';
import { markdownTable } from './section.ts';

/** How a value is written in a configuration file. */
const IN_FILE = {
  text: '`"…"`',
  number: 'number',
  number_or_word: 'number or `"…"`',
  boolean: '`true`, `false`',
  list: '`["…", "…"]`',
} as const;

/** Arguments of flags that are units, which the table tells with the value. */
const UNITS = ['seconds', 'milliseconds', 'days', 'bytes'];

/** The table of everything that an operator can set: flag, variable, key of the file, default, description. */
export function settingsTable(): string {
  return markdownTable([
    [
      'flag of `serve`',
      'environment variable',
      'key of the file',
      'its value there',
      'default',
      'what it does',
    ],
    ['`--config`', '`STEPSTREAM_CONFIG`', '–', '–', '`none`', 'File of settings, TOML or JSON.'],
    ...SETTING_NAMES.flatMap(rowsOf),
  ]);
}

function rowsOf(name: SettingName): string[][] {
  const { flag, argument, description } = SETTINGS[name];
  const note = settingOf(name).reloads ? ' Read from the file again on SIGHUP.' : '';
  const own = row(
    flag,
    variableName(name),
    IN_FILE[inFile(name)].replace(
      'number',
      argument && UNITS.includes(argument) ? argument : 'number',
    ),
    defaultText(name),
    description + note,
  );
  const fileFlag = secretFileFlag(name);
  if (!fileFlag) return [own];
  const text = `File that contains \`${flag}\`.`;
  return [own, row(fileFlag, variableOf(fileFlag), IN_FILE.text, 'none', text)];
}

function row(flag: string, variable: string, value: string, byDefault: string, text: string) {
  return [`\`--${flag}\``, `\`${variable}\``, `\`${flag}\``, value, `\`${byDefault}\``, text];
}
