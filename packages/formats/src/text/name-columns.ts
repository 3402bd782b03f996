import type { Header } from '../csv-header.ts';
import type { AccelUnit, GyroUnit, TimeUnit } from '../recording.ts';
import { type Name, parseName } from './column-name.ts';
import { inLatin } from './foreign-names.ts';
import { type SaidUnit, saidUnit } from './unit-words.ts';

/** What three columns of x, y and z measure. */
export type TriadKind =
  /** An acceleration of which the values show whether gravity is in it. */
  | 'acceleration'
  /** Acceleration without gravity. */
  | 'linear'
  | 'gravity'
  | 'gyroscope';

/** Three columns that belong together. */
export interface Triad {
  readonly kind: TriadKind;
  /** Their name without the axis, as the header has it. */
  readonly name: string;
  /** Which fields they are: x, y, z. */
  readonly fields: readonly [number, number, number];
  /** Unit that the header says. */
  readonly unit: AccelUnit | GyroUnit | undefined;
  /** Whether name or unit say what it is; `x`, `y`, `z` alone may be a position. */
  readonly isTold: boolean;
}

/** A column that may hold the times. */
export interface TimeColumn {
  readonly field: number;
  /** Unit that the header says. */
  readonly unit: TimeUnit | undefined;
  /** Whether its name says a date, a time of day, or either. */
  readonly holds: 'date' | 'time' | 'any';
}

/** What the columns of a table are, by their names. */
export interface NamedColumns {
  readonly times: readonly TimeColumn[];
  readonly triads: readonly Triad[];
  readonly activity: number | undefined;
  /** The columns that may name the sensor, or the device, which a row is of; the sensor first. */
  readonly sources: readonly number[];
}

/** Finds what columns are, by the names that apps, devices and people give them. */
export function nameColumns({ fields, units }: Pick<Header, 'fields' | 'units'>): NamedColumns {
  const names = fields.map((field, i) => parseName(inLatin(field), inLatin(units[i] ?? '')));
  return {
    times: names.flatMap((name, field) => timeColumn(name, field) ?? []),
    triads: triadsOf(names),
    activity: at(names.findIndex(({ words }) => /^(activity|label|class)$/.test(words))),
    sources: [SENSOR, DEVICE].flatMap(
      (pattern) => at(fields.findIndex((field) => pattern.test(field))) ?? [],
    ),
  };
}

const SENSOR = /^(sensor([ _]?(type|name|id))?|type|channel|name)$/i;
const DEVICE =
  /^((device|node|watch|phone|body)[ _]?(type|name|id|part|location)?|location|placement|position|side|source|mac|address)$/i;

/** What is neither an acceleration nor turning, though it has axes. */
const OTHER =
  /\b(mag\w*|compass|kompass|b|m|feld|orient\w*|quat\w*|euler|attitude|angles?|heading|yaw|pitch|roll|position|pos|velocity|speed|geschwindigkeit|vitesse lin\w*|location|gps|magnet\w*|champ|campo|vector|jerk|std|mean|var|max|min)\b/;
const TURNING =
  /\b(gyr\w*|gir\w*|w|omega|rotation( rate)?|rot( rate)?|rotation|angular|angulaire|winkel\w*|drehrate|velocidad angular|vitesse angulaire|velocita angolare)\b/;
const GRAVITY = /\b(grav\w*|schwerkraft|schwere|pesanteur)\b/;
const WITH_GRAVITY =
  /\b(incl\w*|with|mit|avec|con|including) ?(g|gravity|schwerkraft|gravite|gravedad)\b/;
const LINEAR =
  /\b(lin\w*|la|lacc|user|useracc|dynamic|body|bodyacc|free|without|ohne|sans|sin|senza|excl\w*)\b/;
const ACCELERATION =
  /\b(a|acc\w*|acel\w*|beschl\w*|acceler\w*|akc\w*|przysp\w*|versnell\w*|zrychl\w*|gyorsul\w*|kiihty\w*|ivme\w*|ddot|gia toc|g ?f(orce)?|gf|gforce|total ?acc\w*|imu|bma\w*|adxl\w*|lsm\w*|lis\w*|kx\w*|mma\w*|mpu\w*)\b/;

function kindOf({ words, unit }: Name): TriadKind | undefined {
  if (unit?.of === 'time' || (unit?.of === 'other' && !ACCELERATION.test(words))) return undefined;
  if (unit?.of === 'turning') return 'gyroscope';
  if (WITH_GRAVITY.test(words)) return 'acceleration';
  if (TURNING.test(words)) return 'gyroscope';
  // `gx` is a gyroscope's, unless its unit is that of an acceleration.
  if (words === 'g') return unit?.of === 'acceleration' ? 'acceleration' : 'gyroscope';
  if (LINEAR.test(words) && (ACCELERATION.test(words) || words.startsWith('linear')))
    return 'linear';
  if (GRAVITY.test(words) && !ACCELERATION.test(words.replace(GRAVITY, ''))) return 'gravity';
  if (ACCELERATION.test(words))
    return OTHER.test(words.replace(ACCELERATION, '')) ? undefined : 'acceleration';
  if (OTHER.test(words)) return undefined;
  return words === '' || unit?.of === 'acceleration' ? 'acceleration' : undefined;
}

function triadsOf(names: readonly Name[]): Triad[] {
  const groups = new Map<
    string,
    { name: Name; kind: TriadKind; fields: [number, number, number] }
  >();
  withNumbers(names).forEach((name, field) => {
    const kind = name.axis === undefined ? undefined : kindOf(name);
    if (!kind || name.axis === undefined) return;
    const key = `${kind} ${name.words} ${name.kept}`;
    const group = groups.get(key) ?? { name, kind, fields: [-1, -1, -1] };
    // Of the same name twice, the first.
    if (group.fields[name.axis] === -1) group.fields[name.axis] = field;
    groups.set(key, group);
  });
  const whole = [...groups.values()]
    .filter(({ fields }) => !fields.includes(-1))
    .toSorted(
      (a, b) => Number(b.name.kept === 'calibrated') - Number(a.name.kept === 'calibrated'),
    );
  // Beside one "including gravity" the plain one is without it (the DeviceMotion of browsers).
  const hasTotal = whole.some(({ name }) => WITH_GRAVITY.test(name.words));
  return whole.map(({ name, kind, fields }) => ({
    kind: hasTotal && kind === 'acceleration' && !WITH_GRAVITY.test(name.words) ? 'linear' : kind,
    name: name.words === '' && !name.unit ? 'x, y, z' : name.shown,
    fields,
    unit: unitOf(name.unit),
    isTold: name.words !== '' || name.unit !== undefined,
  }));
}

/** The names, with the axes of those that number them: three of a name, from 0 or from 1. */
function withNumbers(names: readonly Name[]): readonly Name[] {
  const of = (words: string) =>
    names.flatMap((name) => (name.words === words && name.index !== undefined ? [name.index] : []));
  return names.map((name) => {
    const isKnown =
      ACCELERATION.test(name.words) || TURNING.test(name.words) || /^v?$/.test(name.words);
    if (name.index === undefined || !isKnown) return name;
    const all = of(name.words);
    const first = Math.min(...all);
    const areAxes = all.length === 3 && all.every((index, i) => index === first + i) && first <= 1;
    return areAxes
      ? { ...name, axis: (name.index - first) as 0 | 1 | 2, words: name.words.replace(/^v$/, '') }
      : name;
  });
}

function unitOf(unit: SaidUnit | undefined): Triad['unit'] {
  return unit?.of === 'acceleration' || unit?.of === 'turning' ? unit.unit : undefined;
}

const TIME_WORDS =
  /^(t|t0|s|ms|us|ns|secs?|dt|delta t|interval)$|\b(ts|time\w*|\w*time|timestamp\w*|\w*zeit\w*|sekunden?|secondes?|segundos?|msecs?|temps|horodatage|tiempo|marca de tiempo|tempo|tijd\w*|czas|cas|tid\w*|aika|zaman|ido|idobelyeg|epoch\w*|unix\w*|seconds?|millis\w*|micros\w*|nanos\w*|elapsed|thoi gian|datetime|date|datum|fecha|data|heure|hora|clock|utc|yyyy|ticks?)\b/;
const NO_TIME =
  /\b(zone|offset|count|counter|accuracy|location|gps|heading|altimeter|pedometer|activity)\b/;

function timeColumn({ words, axis, unit }: Name, field: number): TimeColumn | undefined {
  const said = unit?.of === 'time' ? unit.unit : undefined;
  const named = TIME_WORDS.test(words) && !NO_TIME.test(words);
  // `ms` alone is a time in ms.
  const alone = saidUnit(words);
  const fromName = alone?.of === 'time' && words.length > 1 ? alone.unit : wordUnit(words);
  if (
    axis !== undefined ||
    !(named || said) ||
    (unit && unit.of !== 'time' && unit.of !== 'other')
  ) {
    return undefined;
  }
  const date = /\b(date|datum|fecha|data)\b/.test(words) && !/time|zeit|heure|hora/.test(words);
  const time =
    /\b(time|zeit|uhrzeit|heure|hora|tiempo|temps)\b/.test(words) && !/date|stamp/.test(words);
  return { field, unit: said ?? fromName, holds: date ? 'date' : time ? 'time' : 'any' };
}

function wordUnit(words: string): TimeUnit | undefined {
  if (/milli/.test(words)) return 'ms';
  if (/micro|mikro/.test(words)) return 'us';
  if (/nano/.test(words)) return 'ns';
  return undefined;
}

function at(index: number): number | undefined {
  return index < 0 ? undefined : index;
}
