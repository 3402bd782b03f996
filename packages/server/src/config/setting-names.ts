import { SETTINGS, type Setting } from '../settings/index.ts';

/** The variable of `--config`. */
export const CONFIG_VARIABLE = 'STEPSTREAM_CONFIG';

/** The name of a setting in the code. */
export type SettingName = keyof typeof SETTINGS;

/** All of them, in the order of the help. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** A setting, whatever its value is. */
export function settingOf(name: SettingName): Setting<unknown> {
  return SETTINGS[name];
}

/** The environment variable of a setting: `session-timeout` is `STEPSTREAM_SESSION_TIMEOUT`. */
export function variableName(name: SettingName): string {
  return variableOf(SETTINGS[name].flag);
}

/** The environment variable that stands for a flag. */
export function variableOf(flag: string): string {
  return `STEPSTREAM_${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** What to call the default of a setting in help and documents. */
export function defaultText(name: SettingName): string {
  const setting = settingOf(name);
  return setting.defaultText ?? String(setting.default);
}

const FLAGS: ReadonlySet<string> = new Set(SETTING_NAMES.map((name) => SETTINGS[name].flag));

/**
 * The flag that names a file with the setting's value, so that a secret need not be in the environment or on the command
 * line: `admin-token` has `admin-token-file`. The same word names the key of the configuration file, and the variable.
 *
 * @returns undefined where the setting holds no secret, or has a setting of its own for that
 */
export function secretFileFlag(name: SettingName): string | undefined {
  const { flag, isSecret, holdsSecret } = settingOf(name);
  const fileFlag = `${flag}-file`;
  return (isSecret || holdsSecret) && !FLAGS.has(fileFlag) ? fileFlag : undefined;
}

/** Every variable that `serve` reads. */
export function variableNames(): ReadonlySet<string> {
  const names = SETTING_NAMES.flatMap((name) => {
    const fileFlag = secretFileFlag(name);
    return fileFlag ? [variableName(name), variableOf(fileFlag)] : [variableName(name)];
  });
  return new Set([CONFIG_VARIABLE, ...names]);
}
