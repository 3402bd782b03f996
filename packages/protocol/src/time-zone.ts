/** Longest name of a time zone; the longest there is, is half as long. */
export const MAX_TIME_ZONE_LENGTH = 64;

/** Names that were found to be zones, as it takes long to find out. There are some 600, and aliases. */
const known = new Set<string>();
const MAX_KNOWN = 1000;

/** Whether a text is the IANA name of a time zone, such as `Europe/Berlin`, and not an offset. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || name.length > MAX_TIME_ZONE_LENGTH) return false;
  if (known.has(name)) return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  // Letters of either case are the same to a zone, so there is no end of names.
  if (known.size < MAX_KNOWN) known.add(name);
  return true;
}
