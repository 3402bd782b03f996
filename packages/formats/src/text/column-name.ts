import { type SaidUnit, saidUnit } from './unit-words.ts';

/** A name, taken apart. */
export interface Name {
  /** Its words in small plain letters, without axis and unit: `lineare beschleunigung`. */
  readonly words: string;
  readonly axis: 0 | 1 | 2 | undefined;
  readonly unit: SaidUnit | undefined;
  /** As it stands, without the axis and the unit. */
  readonly shown: string;
  /** Whether it is said to be what the sensor's register has, or that in units. */
  readonly kept: 'raw' | 'calibrated' | undefined;
  /** Number at the end of a name without an axis: `acc_1`, `acc[0]`. */
  readonly index: number | undefined;
}

const BRACKETS = /[[(]([^\])]*)[\])]/;
/** Words that stand between the ones that matter. */
const FILLERS =
  /\b((channel|ch|kanal|canal|voie) ?\d+|axis|axe|eje|achse|attr|value|values|data|payload|message|fields|samples?|sensor|raw|cal|calibrated|kalibriert)\b/g;

/** `ax/m/s²`: a quantity over its unit, as standards write it; in brackets, as others do. */
function withBrackets(name: string): string {
  const [, quantity = '', unit = ''] = /^\s*([^/([]+)\/([^/].*)$/.exec(name) ?? [];
  const last =
    name
      .trim()
      .split(/[\s_]+/)
      .at(-1) ?? '';
  const isUnit = saidUnit(unit) !== undefined && !saidUnit(last) && !saidUnit(quantity);
  return isUnit ? `${quantity} (${unit.trim()})` : name;
}

/** Takes a column's name apart. @param unitBelow - what a row of units says of it */
export function parseName(written: string, unitBelow: string): Name {
  const field = withBrackets(written);
  const [, inBrackets = ''] = BRACKETS.exec(field) ?? [];
  const withoutGravity = /(without|ohne|sans|sin|senza|no|w\/o|excl\w*) ?g\b/i.test(field);
  const bare = inBrackets && saidUnit(inBrackets) ? field.replace(BRACKETS, ' ') : field;
  const words = wordsOf(
    bare
      .replace(/\bg[ _-]?f(?:orce)?[ _-]?([xyz])\b/i, 'gforce $1')
      // `accXg`: the axis, and its unit.
      .replace(/([a-z])([XYZ])(m?g)$/, '$1 $2 $3'),
  );
  let unit = saidUnit(unitBelow) ?? (inBrackets ? saidUnit(inBrackets) : undefined);
  const last = words.at(-1) ?? '';
  // `acc_x_m_s2`: what stands for the stroke of a unit stands between words, too.
  const ratio = words.length > 2 ? saidUnit(words.slice(-2).join('/')) : undefined;
  if (!unit && ratio && ratio.of !== 'other') {
    unit = ratio;
    words.splice(-2);
  } else if (!unit && words.length > 1 && saidUnit(last) && !/^[xyzv]$/.test(last)) {
    unit = saidUnit(last);
    words.pop();
  }
  const axis = takeAxis(words);
  const index = axis === undefined ? takeIndex(words) : undefined;
  const all = words.join(' ');
  const rest = words.join(' ').replace(FILLERS, '').replace(/ +/g, ' ').trim();
  const shown = bare.trim().replace(/[\s_.-]*[xyz]$/i, '') || bare.trim();
  return {
    words: withoutGravity ? `linear ${rest}` : rest,
    axis,
    unit,
    shown,
    index,
    kept: /\braw\b/.test(all) ? 'raw' : /\bcal/.test(all) ? 'calibrated' : undefined,
  };
}

/** The words of a name: `motionUserAccelerationX`, `acc_x`, `Accélération x`. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9µμ°²^/]+/)
    .filter((word) => word !== '');
}

/** Short names whose last letter is the axis: `ax`, `accx`, `gfx`, `wx`. */
const AXIS_AT_END =
  /^(a|acc|accel|accelero|accelerometer|acceleration|la|lin|linacc|lacc|user ?acc|grav|gravity|g|gf|gyr|gyro|gyroscope|w|omega|rot|b|m|mag|body ?acc|total ?acc|acel|beschl|beschleunigung|axis)([xyz])$/;

/** Takes the axis out of the words, wherever it stands. */
function takeAxis(words: string[]): 0 | 1 | 2 | undefined {
  const alone = words.findLastIndex((word) => /^[xyz](axis|achse|axe)?$/.test(word));
  if (alone >= 0) return 'xyz'.indexOf((words.splice(alone, 1)[0] ?? '')[0] ?? '') as 0 | 1 | 2;
  for (const [i, word] of words.entries()) {
    const [, name = '', axis = ''] =
      AXIS_AT_END.exec(word) ?? /^()([xyz])(?:acc\w*)$/.exec(word) ?? [];
    if (axis === '') continue;
    words[i] = name || 'acc';
    return 'xyz'.indexOf(axis) as 0 | 1 | 2;
  }
  const body = words.findLastIndex((word) => BODY_AXES.some((axis) => axis.test(word)));
  if (body < 0) return undefined;
  const [word = ''] = words.splice(body, 1);
  return BODY_AXES.findIndex((axis) => axis.test(word)) as 0 | 1 | 2;
}

/** Directions of a body, which laboratories name for the axes. */
const BODY_AXES = [
  /^(v|vt|vert|vertical|up)$/,
  /^(ml|mediolateral|lateral|side(ward)?s?)$/,
  /^(ap|anteroposterior|sagittal|forward|frontal)$/,
] as const;

/** Takes the number at the end out of the words: `acc 1`, `acc1`, `v0`. */
function takeIndex(words: string[]): number | undefined {
  const [, name = '', digit] = /^([a-z]*)([0-3])$/.exec(words.at(-1) ?? '') ?? [];
  if (digit === undefined || (name === '' && words.length === 1)) return undefined;
  words.splice(-1, 1, ...(name === '' ? [] : [name]));
  return Number(digit);
}
