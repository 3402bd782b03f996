import type { z } from 'zod';
import { SETTINGS, type Setting } from './settings/index.ts';

export type { LogLevel } from './settings/index.ts';
export { SETTINGS };

/** The name of a setting in the code. */
export type SettingName = keyof typeof SETTINGS;

/** The configuration of a server, checked: a value for each setting. Durations are in seconds. */
export type Config = {
  readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']>;
};

/** A setting that can't be used; the message names the flag or variable and what it takes. */
export class ConfigError extends Error {
  /** Stable code for programs. */
  readonly code = 'invalid_setting';

  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** The environment variable of a setting: `session-timeout` is `STEPSTREAM_SESSION_TIMEOUT`. */
export function variableName(name: SettingName): string {
  return `STEPSTREAM_${SETTINGS[name].flag.toUpperCase().replaceAll('-', '_')}`;
}

/** What to call the default of a setting in help and documents. */
export function defaultText(name: SettingName): string {
  const setting: Setting<unknown> = SETTINGS[name];
  return setting.defaultText ?? String(setting.default);
}

/**
 * Makes the configuration from flags, then environment variables, then defaults. An empty variable
 * counts as not set.
 *
 * @throws {ConfigError} for the first setting that can't be used
 */
export function readConfig(
  flags: Readonly<Partial<Record<SettingName, string>>>,
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  const entries = (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const variable = variableName(name);
    const [source, text] =
      flags[name] === undefined
        ? [variable, environment[variable] || undefined]
        : [`--${SETTINGS[name].flag}`, flags[name]];
    if (text === undefined) return [name, SETTINGS[name].default];
    const schema: z.ZodType<string | number | boolean, string> = SETTINGS[name].schema;
    const parsed = schema.safeParse(text);
    if (parsed.success) return [name, parsed.data];
    const reason = parsed.error.issues[0]?.message;
    const setting: Setting<unknown> = SETTINGS[name];
    const shown = setting.isSecret ? '' : `=${JSON.stringify(text)}`;
    throw new ConfigError(`${source}${shown}: ${reason}`);
  });
  return Object.fromEntries(entries) as unknown as Config;
}

/** What holds where nobody says otherwise. */
export const DEFAULT_CONFIG: Config = readConfig({}, {});
