import { inFile } from './file-value.ts';
import { type SettingName, settingOf } from './setting-names.ts';

/** What stands in place of a secret. */
const HIDDEN = '***';

/** A value as people may see it: no secret, no password, and of addresses that may be secret only whose they are. */
export function shownValue(name: SettingName, value: unknown): string {
  const { isSecret, holdsSecret } = settingOf(name);
  const text = String(value);
  if (text === '') return 'none';
  if (isSecret) return HIDDEN;
  if (!holdsSecret) return text;
  return inFile(name) === 'list' ? text.split(',').map(hidePath).join(',') : hidePassword(text);
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
