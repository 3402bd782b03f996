import type { AccelUnit, GyroUnit, TimeUnit } from '../recording.ts';

/** A unit as a header says it: of times, accelerations or angular velocities, or of something else. */
export type SaidUnit =
  | { readonly of: 'time'; readonly unit: TimeUnit }
  | { readonly of: 'acceleration'; readonly unit: AccelUnit }
  | { readonly of: 'turning'; readonly unit: GyroUnit }
  | { readonly of: 'other' };

/*
 * A small square two is lost in many files: written in one encoding and read in another, it is some
 * other sign, or none that is known (U+FFFD).
 */
const WORDS: readonly (readonly [RegExp, SaidUnit])[] = [
  [
    /^(m[ ./·*]?s(ec)?\^?-?(2|²|\ufffd|â²|â\u0082²)?-?2?|m\/\(?s(ec)?(\^?2|²|\*\*2|\ufffd|â²|Â²|\?)\)?|m\/s\/s|m\/sec\/sec|mps2|ms2|ms-2|m\/ss)$/i,
    { of: 'acceleration', unit: 'm/s^2' },
  ],
  // What a g is in centimetres, millimetres or feet a second squared.
  [/^cm\/s(ec)?(\^?2|²|\*\*2|\/s)$|^gal$/i, { of: 'acceleration', unit: '1/980.665 g' }],
  [/^mm\/s(ec)?(\^?2|²|\*\*2|\/s)$/i, { of: 'acceleration', unit: '1/9806.65 g' }],
  [/^(ft|feet)\/s(ec)?(\^?2|²|\*\*2|\/s)$/i, { of: 'acceleration', unit: '1/32.174 g' }],
  [/^(g|gs|g0|g-force|gforce|gn|gee|g's)$/i, { of: 'acceleration', unit: 'g' }],
  [/^([uµμ]g|micro-?g)$/i, { of: 'acceleration', unit: '1/1000000 g' }],
  [/^(mg|milli-?g|m-g)$/i, { of: 'acceleration', unit: 'mg' }],
  [/^(rad\/s(ec)?|rads|rad s-1|rad[.·]?s-1|rps)$/i, { of: 'turning', unit: 'rad/s' }],
  [
    /^((deg|degrees?|d|°|grad|Â°|\ufffd)\/s(ec(ond)?)?|dps|deg s-1|°[ .·]?s-1)$/i,
    { of: 'turning', unit: 'deg/s' },
  ],
  [/^(min|mins|minutes?|minuten|minutos?)$/i, { of: 'time', unit: 'min' }],
  [/^(h|hours?|std|stunden)$/i, { of: 'time', unit: 'h' }],
  [/^(days|tage|jours|d[ií]as)$/i, { of: 'time', unit: 'd' }],
  [/^(s|secs?|seconds?|sek(unden?)?|secondes?|segundos?|sekunden)$/i, { of: 'time', unit: 's' }],
  [
    /^(ms|msecs?|millis|milli-?seconds?|millisekunden|millisecondes|milisegundos)$/i,
    { of: 'time', unit: 'ms' },
  ],
  [/^(us|µs|μs|usecs?|micros|micro-?seconds?|mikrosekunden)$/i, { of: 'time', unit: 'us' }],
  [/^(ns|nsecs?|nanos|nano-?seconds?|nanosekunden)$/i, { of: 'time', unit: 'ns' }],
  [
    /^(µt|ut|μt|mt|tesla|gauss|°|°c|deg|degrees|rad|lux|lx|hpa|pa|kpa|mbar|bpm|%|v|mv|m|km|m\/s|km\/h|a\.?u\.?|counts?|lsb|raw|no[ _]units?|unitless|y{2,4}[-/.]m{2}[-/.]d{2}.*|txt|wgs84|hz|db|count|-|utc|unix)$/i,
    { of: 'other' },
  ],
];

/** The unit that a word is; undefined for one that is none. */
export function saidUnit(word: string): SaidUnit | undefined {
  const text = word
    .trim()
    .replace(/⁻/g, '-')
    .replace(/¹/g, '1')
    .replace(/^[[(]|[\])]$/g, '')
    .trim();
  // Milliseconds, not metres a second squared without their strokes.
  if (/^ms$/i.test(text)) return { of: 'time', unit: 'ms' };
  return WORDS.find(([pattern]) => pattern.test(text))?.[1];
}

/** Whether a cell is a unit, in a row of them. */
export function isUnit(cell: string): boolean {
  return saidUnit(cell) !== undefined;
}
