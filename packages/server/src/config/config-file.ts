import { extname } from 'node:path';
import { parse as parseToml, TomlError } from 'smol-toml';
import { SETTINGS } from '../settings/index.ts';
import { ConfigError } from './config-error.ts';
import { flagText } from './file-value.ts';
import { findJsonFault } from './json-fault.ts';
import { addTo, type Given, type Layer } from './layer.ts';
import { nearest } from './nearest.ts';
import { SETTING_NAMES, type SettingName, secretFileFlag } from './setting-names.ts';
import { refusedValue } from './shown-value.ts';

/** What a key of the file sets, and whether by the path of a secret file. */
interface Key {
  readonly name: SettingName;
  readonly isPath: boolean;
}

/** Every key that a file may have: the flags of `serve`, without their dashes. */
export const CONFIG_KEYS: ReadonlyMap<string, Key> = new Map(
  SETTING_NAMES.flatMap((name): [string, Key][] => {
    const fileKey = secretFileFlag(name);
    const own: [string, Key] = [SETTINGS[name].flag, { name, isPath: false }];
    return fileKey ? [own, [fileKey, { name, isPath: true }]] : [own];
  }),
);

/**
 * Reads a configuration file: TOML, or JSON where its name ends so.
 *
 * @param path its name, for messages
 * @throws {ConfigError} that names the file, the line where it can be told, the key, and what is allowed
 */
export function parseConfigFile(path: string, text: string): Layer {
  const ending = extname(path).toLowerCase();
  const isJson = ending === '.json';
  if (!isJson && ending !== '.toml') {
    throw new ConfigError(`${path}: expected a file whose name ends with .toml or .json`);
  }
  const plain = text.replace(/^\uFEFF/, '');
  const values = isJson ? parseJson(path, plain) : parseTomlText(path, plain);
  const layer = new Map<SettingName, Given>();
  for (const [word, value] of Object.entries(values)) {
    const label = `${path}${lineOf(word, plain, isJson)}: ${word}`;
    const key = CONFIG_KEYS.get(word);
    if (!key) throw new ConfigError(`${label}: ${unknown(word, value)}`);
    const { name, isPath } = key;
    addTo(layer, name, { label, text: textOf(label, key, value), isPath, value });
  }
  return layer;
}

function textOf(label: string, { name, isPath }: Key, value: unknown): string {
  if (isPath) {
    if (typeof value === 'string') return value;
    throw new ConfigError(`${label}: expected the path of a file, in quotes`);
  }
  const read = flagText(name, value);
  if ('text' in read) return read.text;
  throw new ConfigError(`${label}${refusedValue(name, value)}: ${read.expected}`);
}

function unknown(word: string, value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return 'settings are not in groups; write each at the top, by the name of its flag';
  }
  const meant = nearest(word, [...CONFIG_KEYS.keys()]);
  const hint = meant ? `did you mean ${meant}?` : 'see `stepstream serve --help` for what there is';
  return `there is no such setting; ${hint}`;
}

function parseTomlText(path: string, text: string): object {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The lines that follow show the place, and perhaps a secret.
    const [reason = ''] = error.message.split('\n');
    throw new ConfigError(`${path}:${error.line}:${error.column}: ${reason}`);
  }
}

function parseJson(path: string, text: string): object {
  const fault = findJsonFault(text);
  if (fault) throw new ConfigError(`${path}:${fault.line}:${fault.column}: ${fault.reason}`);
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ConfigError(`${path}: expected an object of settings, such as {"port": 8000}`);
}

/** `:3` where a key is on the third line; parsers do not tell it, and settings stand at the top. */
function lineOf(key: string, text: string, isJson: boolean): string {
  const word = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const place = isJson
    ? new RegExp(`"${word}"\\s*:`)
    : new RegExp(`^[ \\t]*(?:\\[+[ \\t]*)?(["']?)${word}\\1[ \\t]*[=\\].]`, 'm');
  const found = place.exec(text);
  return found ? `:${text.slice(0, found.index).split('\n').length}` : '';
}
