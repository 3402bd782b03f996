import { STANDARD_GRAVITY } from '@stepstream/math';
import type { AccelUnit, RawUnit } from './recording.ts';

/**
 * A g is so many of a sensor's raw values: 16 bits over ±2 to ±16 g, and what older ones have. Not 1024,
 * which can't be told from a thousandth of a g, nor need it be: 2 % count the same.
 */
const RAW_SCALES = [64, 128, 256, 512, 2048, 4096, 8192, 16_384, 32_768] as const;
/** A device at rest is never so far from one g as to be taken for another scale. */
const MIN_SHARE = 0.65;
const MAX_SHARE = 1.4;
/** Raw scales are a factor of two apart: only what is closer than this is one without doubt. */
const MIN_RAW_SHARE = 0.8;
const MAX_RAW_SHARE = 1.25;

/** How many m/s² one of a unit is. */
export function metresPerSecondSquared(unit: AccelUnit): number {
  if (unit === 'm/s^2') return 1;
  if (unit === 'g') return STANDARD_GRAVITY;
  return STANDARD_GRAVITY / (unit === 'mg' ? 1000 : Number(/[\d.]+/.exec(unit.slice(2))?.[0]));
}

/** The unit that is written as `m/s^2`, `g`, `mg` or `1/16384 g`; undefined for anything else. */
export function parseAccelUnit(text: string): AccelUnit | undefined {
  if (text === 'm/s^2' || text === 'g' || text === 'mg') return text;
  const [, scale] = /^1\/([1-9]\d{0,6}(?:\.\d{1,6})?)( ?g)?$/.exec(text) ?? [];
  return scale === undefined ? undefined : (`1/${Number(scale)} g` as RawUnit);
}

/**
 * The unit in which a length is gravity's; undefined where it is in none, or might be in two.
 *
 * @param level - length of the acceleration at rest, in the unit of the file
 * @param isWhole - whether all values are whole numbers, as those of a sensor's register are
 */
export function unitOfGravity(level: number, isWhole: boolean): AccelUnit | undefined {
  const share = (unit: AccelUnit) => (level * metresPerSecondSquared(unit)) / STANDARD_GRAVITY;
  const plain = (['m/s^2', 'g'] as const).find(
    (unit) => share(unit) > MIN_SHARE && share(unit) < MAX_SHARE,
  );
  if (plain) return plain;
  const raw: AccelUnit[] = isWhole ? RAW_SCALES.map((scale): RawUnit => `1/${scale} g`) : [];
  const distance = (unit: AccelUnit) => Math.abs(Math.log(share(unit)));
  const nearest = (['mg', ...raw] as const).reduce((a, b) => (distance(b) < distance(a) ? b : a));
  return share(nearest) > MIN_RAW_SHARE && share(nearest) < MAX_RAW_SHARE ? nearest : undefined;
}
