import { inFile } from './file-value.ts';
import { type SettingName, settingOf } from './setting-names.ts';

/** What stands in place of a secret. */
const HIDDEN = '***';
/** Of a value that was refused, in UTF-16 units. */
const MAX_SHOWN = 200;

/** A value as people may see it: no secret, no password, and of addresses that may be secret only whose they are. */
export function shownValue(name: SettingName, value: unknown): string {
  const { isSecret, holdsSecret } = settingOf(name);
  const text = String(value);
  if (text === '') return 'none';
  if (isSecret) return HIDDEN;
  if (!holdsSecret) return hideLogins(text);
  return inFile(name) === 'list' ? text.split(',').map(hidePath).join(',') : hidePassword(text);
}

/** A value that was refused, as an error names it: `="…"`, or nothing where it is or may hold a secret. */
export function refusedValue(name: SettingName, value: unknown): string {
  const { isSecret, holdsSecret } = settingOf(name);
  if (isSecret || holdsSecret) return '';
  const isNumber = typeof value === 'number';
  const text = hideLogins((isNumber ? undefined : JSON.stringify(value)) ?? String(value));
  return `=${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}`;
}

/** Wherever there is an address: it is no place for a secret, and people put them there. */
function hideLogins(text: string): string {
  if (!text.includes('://')) return text;
  return text.replace(/:\/\/[^/?\s",]*@/g, `://${HIDDEN}@`).replace(/\?[^\s",]+/g, `?${HIDDEN}`);
}

/** A password may hold any sign, @ included; the last @ of an address ends it. */
function hidePassword(address: string): string {
  return address
    .replace(/^([a-z+]+:\/\/)([^@:/]*):.*@/i, `$1$2:${HIDDEN}@`)
    .replace(/\?.*$/, `?${HIDDEN}`);
}

function hidePath(address: string): string {
  const { origin, pathname, search } = new URL(address);
  return pathname + search === '/' ? origin : `${origin}/${HIDDEN}`;
}
