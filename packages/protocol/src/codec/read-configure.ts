import { type Fault, fault } from '../faults.ts';
import { SETTINGS, type Setting, type Settings } from '../settings.ts';
import { isTimeZone } from '../time-zone.ts';
import { cut, quote } from './quote.ts';

/** A request for other settings; those that it does not name stay as they are. */
export interface ConfigureFrame {
  readonly kind: 'configure';
  readonly changes: Partial<Settings>;
}

/** Reads `{"action":"configure", …}`. One wrong setting, and nothing is changed. */
export function readConfigure(message: {
  readonly [key: string]: unknown;
}): ConfigureFrame | Fault {
  const changes: Record<string, unknown> = {};
  for (const name of Object.keys(message)) {
    if (name === 'action') continue;
    const setting = settingOf(name);
    if (!setting) return fault('invalid_value', `${quote(name)} is not a setting`, cut(name));
    const value = message[name];
    if (!isAllowed(setting, value)) {
      return fault('invalid_value', `${name} must be ${allowed(setting)}`, name);
    }
    changes[name] = value;
  }
  return { kind: 'configure', changes: changes as Partial<Settings> };
}

function settingOf(name: string): Setting | undefined {
  return Object.hasOwn(SETTINGS, name) ? SETTINGS[name as keyof typeof SETTINGS] : undefined;
}

function isAllowed(setting: Setting, value: unknown): boolean {
  if ('format' in setting) return isTimeZone(value);
  if ('values' in setting) return setting.values.includes(value as string);
  return Number.isInteger(value) && Number(value) >= setting.min && Number(value) <= setting.max;
}

function allowed(setting: Setting): string {
  if ('format' in setting) return 'an IANA time zone, such as "Europe/Berlin"';
  return 'values' in setting
    ? setting.values.map((value) => JSON.stringify(value)).join(' or ')
    : `a whole number from ${setting.min} to ${setting.max}`;
}
