import type { z } from 'zod';
import { environmentLayer, flagLayer, type GivenFlags, type Layer } from './config/layer.ts';
import { type Resolved, resolveSettings } from './config/resolve-settings.ts';
import { SETTING_NAMES, type SettingName } from './config/setting-names.ts';
import { SETTINGS } from './settings/index.ts';

export { ConfigError } from './config/config-error.ts';
export { defaultText, type SettingName, variableName } from './config/setting-names.ts';
export type { LogLevel } from './settings/index.ts';
export { SETTINGS };

/** The configuration of a server, checked: a value for each setting. Durations are in seconds. */
export type Config = {
  readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']>;
};

/**
 * Makes the configuration from flags, then environment variables, then defaults. An empty variable
 * counts as not set.
 *
 * @param file what a configuration file says; between the variables and the defaults
 * @throws {ConfigError} for the first setting that can't be used
 */
export function readConfig(
  flags: GivenFlags,
  environment: Readonly<Record<string, string | undefined>>,
  file: Layer = new Map(),
): Config {
  const layers = [flagLayer(flags), environmentLayer(environment), file];
  return configOf(resolveSettings(SETTING_NAMES, layers));
}

/** The values of settings that have been resolved, all of them. */
export function configOf(resolved: ReadonlyMap<SettingName, Resolved>): Config {
  const entries = [...resolved].map(([name, { value }]) => [name, value]);
  return Object.fromEntries(entries) as unknown as Config;
}

/** What holds where nobody says otherwise. */
export const DEFAULT_CONFIG: Config = readConfig({}, {});
