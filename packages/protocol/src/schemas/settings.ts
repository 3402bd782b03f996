import { z } from 'zod';
import { SETTINGS, type Setting, type SettingValue, type Settings as Values } from '../settings.ts';
import { isTimeZone, MAX_TIME_ZONE_LENGTH } from '../time-zone.ts';

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

function schemaOf(setting: Setting): z.ZodType {
  return valueSchema(setting).meta({ description: setting.description });
}

function valueSchema(setting: Setting): z.ZodType {
  if ('values' in setting) return z.enum(setting.values);
  if ('format' in setting) return z.string().max(MAX_TIME_ZONE_LENGTH).refine(isTimeZone);
  return z.int().min(setting.min).max(setting.max);
}
