import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  CONFIG_VARIABLE,
  environmentLayer,
  flagLayer,
  type GivenFlags,
  type Layer,
  parseConfigFile,
  type Resolved,
  readTextFile,
  resolveSettings,
  SETTING_NAMES,
  type SettingName,
  secretFileFlag,
  settingOf,
} from '../config/index.ts';
import { type Config, configOf, defaultText, SETTINGS, variableName } from '../config.ts';

/** Flags as commander gives them: one without an argument is `true`. */
export type Flags = Readonly<
  Partial<Record<SettingName | `${SettingName}File` | 'config', string | true | undefined>>
>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Adds `--config`: a file with settings. */
export function addConfigOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--config <file>',
      `File of settings, TOML or JSON, named like their flags. (env: ${CONFIG_VARIABLE})`,
    ),
  );
}

/** Adds every setting, and where there are secrets the files that may hold them. */
export function addSettingOptions(command: Command): Command {
  addConfigOption(command);
  for (const name of SETTING_NAMES) {
    const { flag, argument, description } = SETTINGS[name];
    const note = `default: ${defaultText(name)}, env: ${variableName(name)}`;
    const form = argument === null ? `--${flag}` : `--${flag} <${argument}>`;
    command.addOption(new Option(form, `${description} (${note})`));
    const fileFlag = secretFileFlag(name);
    if (!fileFlag) continue;
    const text = `File that contains --${flag}. (env: ${variableName(name)}_FILE)`;
    command.addOption(new Option(`--${fileFlag} <file>`, text));
  }
  return command;
}

/** What is in force for each setting, and from where. @throws {ConfigError} for the first that can't be used */
export function resolveFlags(
  flags: Flags,
  environment: Environment = process.env,
  names: readonly SettingName[] = SETTING_NAMES,
): ReadonlyMap<SettingName, Resolved> {
  const { config, ...rest } = flags;
  const texts = Object.entries(rest).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, String(text)]],
  );
  const given: GivenFlags = Object.fromEntries(texts);
  const layers = [flagLayer(given), environmentLayer(environment)];
  return resolveSettings(names, [...layers, fileLayer(config, environment)]);
}

/** The configuration of flags, variables and the file that they name. @throws {ConfigError} */
export function configFrom(flags: Flags, environment: Environment = process.env): Config {
  return configOf(resolveFlags(flags, environment));
}

/** Where each setting is set, as messages name it: a flag, a variable, or a key of a file; its flag for a default. */
export function placesFrom(
  flags: Flags,
  environment: Environment = process.env,
): (name: SettingName) => string {
  const resolved = resolveFlags(flags, environment);
  return (name) => resolved.get(name)?.origin ?? `--${settingOf(name).flag}`;
}

/** The settings that a server takes anew while it runs. */
const RELOADED = SETTING_NAMES.filter((name) => settingOf(name).reloads);

/** What a server takes anew while it runs. */
export type ReloadedSettings = Pick<Config, 'logLevel'>;

/**
 * Reads the settings that a server takes anew on SIGHUP. Only a file can have changed; flags and variables still come
 * before it.
 *
 * @param flags those of the start
 * @throws {ConfigError} where the file can't be used; what was in force stays so
 */
export function reloadSettings(
  flags: Flags,
  environment: Environment = process.env,
): ReloadedSettings {
  return configOf(resolveFlags(flags, environment, RELOADED));
}

/** The path of the configuration file; undefined where none is named. */
export function configPath(
  config: Flags['config'],
  environment: Environment,
): { readonly label: string; readonly path: string } | undefined {
  if (config !== undefined) return { label: '--config', path: String(config) };
  const path = environment[CONFIG_VARIABLE];
  return path ? { label: CONFIG_VARIABLE, path } : undefined;
}

function fileLayer(config: Flags['config'], environment: Environment): Layer {
  const named = configPath(config, environment);
  if (!named) return new Map();
  const { label, path } = named;
  return parseConfigFile(path, readTextFile(label, resolve(path)));
}
