import type { z } from 'zod';
import { SETTINGS } from '../settings/index.ts';
import { ConfigError } from './config-error.ts';
import type { Given, Layer } from './layer.ts';
import { readSecretFile } from './secret-file.ts';
import type { SettingName } from './setting-names.ts';
import { refusedValue } from './shown-value.ts';

/** What is in force for a setting. */
export interface Resolved {
  readonly value: unknown;
  /** Where it comes from, as messages name it; undefined for the default. */
  readonly origin: string | undefined;
}

/**
 * What is in force for some settings: each from the first layer that says something of it, or else its default. What
 * later layers say is not looked at.
 *
 * @throws {ConfigError} for the first setting that can't be used
 */
export function resolveSettings(
  names: readonly SettingName[],
  layers: readonly Layer[],
): ReadonlyMap<SettingName, Resolved> {
  return new Map(
    names.map((name) => {
      const given = layers.map((layer) => layer.get(name)).find((one) => one !== undefined);
      return [
        name,
        given ? resolve(name, given) : { value: SETTINGS[name].default, origin: undefined },
      ];
    }),
  );
}

function resolve(name: SettingName, given: Given): Resolved {
  const { label, text, isPath } = given;
  const value = isPath ? readSecretFile(label, text) : text;
  const origin = isPath ? `${label} (${text})` : label;
  const schema: z.ZodType<string | number | boolean, string> = SETTINGS[name].schema;
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data, origin };
  const shown = isPath ? '' : refusedValue(name, given.value ?? value);
  throw new ConfigError(`${origin}${shown}: ${parsed.error.issues[0]?.message}`);
}
