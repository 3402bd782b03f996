import { z } from 'zod';
import {
  type Choice,
  type Range,
  SETTINGS,
  type SettingValue,
  type Settings as Values,
} from '../settings.ts';

/** The schema of each setting; its type comes from the table. */
type SettingSchemas = {
  [Name in keyof typeof SETTINGS]: z.ZodType<SettingValue<(typeof SETTINGS)[Name]>>;
};

/** What a client can configure for its session. */
export const Settings = z.strictObject(
  Object.fromEntries(
    Object.entries(SETTINGS).map(([name, setting]) => [name, schemaOf(setting)]),
  ) as SettingSchemas,
);
export type Settings = Values;

function schemaOf(setting: Choice | Range): z.ZodType {
  const schema =
    'values' in setting ? z.enum(setting.values) : z.int().min(setting.min).max(setting.max);
  return schema.meta({ description: setting.description });
}
