import type { Command } from 'commander';
import {
  type Resolved,
  type SettingName,
  shownValue,
  variableNames,
  variableOf,
} from '../config/index.ts';
import { type Config, ConfigError, configOf, defaultText, SETTINGS } from '../config.ts';
import { loadModel, ModelError, StoreError, TlsError } from '../index.ts';
import { checkSettings } from './check-settings.ts';
import { addSettingOptions, configPath, type Flags, resolveFlags } from './config-option.ts';
import { withPlace } from './open-store.ts';
import { LAUNCHER_VARIABLE } from './terminal/launcher.ts';
import { formatTable } from './terminal/table.ts';
import { UsageError } from './terminal/usage-error.ts';

/** Variables that are no settings, and are ours. */
const OTHER_VARIABLES = [LAUNCHER_VARIABLE, 'STEPSTREAM_DATA', 'STEPSTREAM_TOKEN'];

/** Adds `check-config`: what `serve` would do with the same flags, variables and file, without doing it. */
export function registerCheckConfig(program: Command): void {
  const command = program
    .command('check-config')
    .description('print the settings that `serve` would use, and where each comes from')
    .option('--set-only', 'leave out defaults')
    .addHelpText(
      'after',
      `
It takes the same flags as \`serve\`, opens no port and no store, and writes nothing. Secrets are not
shown. The exit code is 0 if a server would start with these settings, as far as can be told, and
otherwise 2.

Examples:
  $ stepstream check-config --config stepstream.toml
  $ stepstream check-config --set-only
  $ stepstream check-config --config stepstream.toml --port 9000`,
    );
  addSettingOptions(command).action(checkConfig);
}

function checkConfig({ setOnly, ...flags }: Flags & { readonly setOnly?: true }): void {
  try {
    const resolved = resolveFlags(flags);
    checkAll(configOf(resolved));
    console.log(configTable(resolved, setOnly === true));
    console.log(`\n${sourceNote(flags)} Settings are usable, and go together.`);
    for (const note of unknownVariables(process.env)) console.error(`stepstream: ${note}`);
  } catch (error) {
    const isSaid = [ConfigError, ModelError, TlsError].some((one) => error instanceof one);
    if (error instanceof StoreError) {
      throw new UsageError(withPlace(error, placesOfStores(resolveFlags(flags))));
    }
    throw isSaid ? new UsageError((error as Error).message) : error;
  }
}

/** Where stores are named. */
function placesOfStores(resolved: ReadonlyMap<SettingName, Resolved>): string {
  const names = ['store', 'historyStore', 'cluster'] as const;
  return names.flatMap((name) => resolved.get(name)?.origin ?? []).join(' and ');
}

function checkAll(config: Config): void {
  checkSettings(config);
  loadModel(config.model);
}

/** A line for each setting: its value as people may see it, and where it comes from. */
export function configTable(
  resolved: ReadonlyMap<SettingName, Resolved>,
  setOnly: boolean,
): string {
  const rows = [...resolved].flatMap(([name, { value, origin }]) =>
    origin === undefined && setOnly ? [] : [rowOf(name, value, origin)],
  );
  return formatTable(['setting', 'value', 'from'], rows);
}

function rowOf(name: SettingName, value: unknown, origin: string | undefined): string[] {
  const { flag } = SETTINGS[name];
  if (origin === undefined) return [flag, defaultText(name), 'default'];
  return [flag, shownValue(name, value), origin];
}

function sourceNote(flags: Flags): string {
  const file = configPath(flags.config, process.env);
  return file ? `With ${file.path}.` : 'Without a configuration file.';
}

/** Variables that look like settings and are none: what is misspelt there has no effect, and nobody says so. */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const known = variableNames();
  return Object.keys(environment)
    .filter((name) => name.startsWith(variableOf('')) && !known.has(name))
    .filter((name) => !OTHER_VARIABLES.includes(name))
    .map((name) => `${name} is not a setting, and has no effect`);
}
