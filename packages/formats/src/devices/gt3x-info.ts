/** What the info.txt of a .gt3x says, as far as samples need it. */
export interface Gt3xInfo {
  /** Samples a second; null where it does not say. */
  readonly rate: number | null;
  /** Units a g; null where neither it nor the device's serial number says. */
  readonly scale: number | null;
  /** When it was to start: seconds since 1970 on the device's clock; null where it does not say. */
  readonly start: number | null;
  /** What the device's clock is ahead of UTC, in s; null where it does not say. */
  readonly zone: number | null;
}

const TICKS_PER_SECOND = 1e7;
/** Seconds from the year 1, with which .NET's ticks begin, to 1970. */
const SECONDS_BEFORE_1970 = 62_135_596_800;
/** Units a g by the first letters of serial numbers, where the file does not say them. */
const SCALES: Readonly<Record<string, number>> = {
  NEO: 341,
  CLE: 341,
  MRA: 341,
  MOS: 256,
  TAS: 256,
};

/**
 * Reads an info.txt, lines of `key: value`:
 * https://github.com/actigraph/GT3X-File-Format/blob/master/info.txt.md.
 */
export function readGt3xInfo(text: string): Gt3xInfo {
  const values = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0)
      values.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const number = (key: string) => {
    // Some were written where the decimal mark is a comma.
    const value = Number((values.get(key) ?? '').replace(',', '.'));
    return Number.isFinite(value) && value > 0 ? value : null;
  };
  const ticks = number('start date');
  const serial = (values.get('serial number') ?? '').slice(0, 3).toUpperCase();
  return {
    rate: number('sample rate'),
    scale: number('acceleration scale') ?? SCALES[serial] ?? null,
    start: ticks === null ? null : ticks / TICKS_PER_SECOND - SECONDS_BEFORE_1970,
    zone: zoneSeconds(values.get('timezone') ?? ''),
  };
}

/** `-05:00:00` in seconds. */
function zoneSeconds(text: string): number | null {
  const [, sign, hours, minutes] = /^([+-]?)(\d{1,2}):(\d{2})/.exec(text) ?? [];
  if (hours === undefined) return null;
  return (sign === '-' ? -1 : 1) * (3600 * Number(hours) + 60 * Number(minutes));
}
