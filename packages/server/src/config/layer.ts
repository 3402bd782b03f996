import { SETTINGS } from '../settings/index.ts';
import { ConfigError } from './config-error.ts';
import {
  SETTING_NAMES,
  type SettingName,
  secretFileFlag,
  variableName,
  variableOf,
} from './setting-names.ts';

/** What one place says of a setting. */
export interface Given {
  /** The place, as messages name it: `--port`, `STEPSTREAM_PORT`, `stepstream.toml:3: port`. */
  readonly label: string;
  /** The value as a flag would say it, or the path of a file that holds it. */
  readonly text: string;
  readonly isPath: boolean;
  /** As it stands in a file, which has numbers, too. Default: the text. */
  readonly value?: unknown;
}

/** What one place says of all settings: the flags, the environment, or a file. */
export type Layer = ReadonlyMap<SettingName, Given>;

/** Flags by their names in the code; those of secret files end with `File`, as the parser of flags makes them. */
export type GivenFlags = Readonly<
  Partial<Record<SettingName | `${SettingName}File`, string | undefined>>
>;

/** What the flags say. @throws {ConfigError} where a secret is given twice */
export function flagLayer(flags: GivenFlags): Layer {
  return layerOf((name, fileFlag) => [
    { label: `--${SETTINGS[name].flag}`, text: flags[name] },
    { label: `--${fileFlag}`, text: fileFlag && flags[`${name}File`] },
  ]);
}

/** What the environment says; an empty variable says nothing. @throws {ConfigError} where a secret is given twice */
export function environmentLayer(environment: Readonly<Record<string, string | undefined>>): Layer {
  const find = (variable: string) => ({
    label: variable,
    text: environment[variable] || undefined,
  });
  return layerOf((name, fileFlag) => [
    find(variableName(name)),
    fileFlag ? find(variableOf(fileFlag)) : { label: '', text: undefined },
  ]);
}

/** The value of a setting in one place, and the file that would hold it. */
type Pair = readonly [Found, Found];
type Found = { readonly label: string; readonly text: string | undefined };

function layerOf(find: (name: SettingName, fileFlag: string | undefined) => Pair): Layer {
  const layer = new Map<SettingName, Given>();
  for (const name of SETTING_NAMES) {
    const [own, file] = find(name, secretFileFlag(name));
    for (const [{ label, text }, isPath] of [
      [own, false],
      [file, true],
    ] as const) {
      if (text !== undefined) addTo(layer, name, { label, text, isPath });
    }
  }
  return layer;
}

/** Adds what a place says of a setting. @throws {ConfigError} where it has said so already, in another way */
export function addTo(layer: Map<SettingName, Given>, name: SettingName, given: Given): void {
  const other = layer.get(name);
  if (other) throw new ConfigError(`${other.label} and ${given.label}: expected one of them`);
  layer.set(name, given);
}
