import { STANDARD_GRAVITY } from '@stepstream/math';
import fc from 'fast-check';

/** Samples as they were before they were written. */
export interface PlainWalk {
  /** Seconds from the first. */
  readonly times: readonly number[];
  /** m/s², x y z. */
  readonly accel: readonly (readonly [number, number, number])[];
}

/** How a table is written; each choice is independent of the others, where that makes sense. */
export interface Layout {
  readonly delimiter: ',' | ';' | '\t' | '|' | '  ';
  readonly decimal: '.' | ',';
  readonly quoted: boolean;
  readonly trailing: boolean;
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly encoding: 'utf-8' | 'utf-8 with mark' | 'utf-16le' | 'utf-16be';
  readonly preamble: readonly string[];
  readonly names: readonly [time: string, x: string, y: string, z: string];
  readonly unitRow: boolean;
  readonly time: TimeStyle;
  readonly unit: 'm/s^2' | 'g' | 'mg' | 16_384 | 8192 | 4096 | 2048;
  readonly order: 'ascending' | 'descending' | 'blocks';
  /** Rows that can't be read, among the others. */
  readonly badRows: readonly number[];
}

type TimeStyle =
  | 's'
  | 'ms'
  | 'us'
  | 'epoch s'
  | 'epoch ms'
  | 'epoch ns'
  | 'ISO'
  | 'ISO with zone'
  | 'dd.mm.yyyy'
  | 'mm/dd/yyyy'
  | 'MATLAB'
  | 'Excel'
  | 'time of day';

/** 23 November 2026, 10:00 UTC. */
const BEGAN = 1_795_428_000;

const NAMES: readonly Layout['names'][] = [
  ['timestamp', 'accel_x', 'accel_y', 'accel_z'],
  ['timestamp', 'x', 'y', 'z'],
  ['time', 'ax', 'ay', 'az'],
  ['Time', 'Acc_X', 'Acc_Y', 'Acc_Z'],
  ['t', 'accelerationX', 'accelerationY', 'accelerationZ'],
  ['Zeit', 'Beschleunigung x', 'Beschleunigung y', 'Beschleunigung z'],
  ['Temps', 'Accélération x', 'Accélération y', 'Accélération z'],
  ['Tiempo', 'Aceleración x', 'Aceleración y', 'Aceleración z'],
  ['Timestamp', 'X-Axis', 'Y-Axis', 'Z-Axis'],
  ['elapsed', 'ACCELEROMETER X', 'ACCELEROMETER Y', 'ACCELEROMETER Z'],
  ['epoch', 'wrist.acc.x', 'wrist.acc.y', 'wrist.acc.z'],
];

const PREAMBLES: readonly (readonly string[])[] = [
  [],
  [],
  ['# device: X1', '# sampling 50 Hz'],
  ['Device Type,Band', 'Serial,0815', '', 'Measurement Frequency,50 Hz', ''],
  ['Recording of walk 7', '----------------', ''],
];

export const layouts: fc.Arbitrary<Layout> = fc
  .record({
    delimiter: fc.constantFrom<Layout['delimiter']>(',', ';', '\t', '|', '  '),
    decimal: fc.constantFrom<Layout['decimal']>('.', ','),
    quoted: fc.boolean(),
    trailing: fc.boolean(),
    lineEnd: fc.constantFrom<Layout['lineEnd']>('\n', '\r\n', '\r'),
    encoding: fc.constantFrom<Layout['encoding']>(
      'utf-8',
      'utf-8',
      'utf-8 with mark',
      'utf-16le',
      'utf-16be',
    ),
    preamble: fc.constantFrom(...PREAMBLES),
    names: fc.constantFrom(...NAMES),
    unitRow: fc.boolean(),
    time: fc.constantFrom<TimeStyle>(
      's',
      'ms',
      'us',
      'epoch s',
      'epoch ms',
      'epoch ns',
      'ISO',
      'ISO with zone',
      'dd.mm.yyyy',
      'mm/dd/yyyy',
      'MATLAB',
      'Excel',
      'time of day',
    ),
    unit: fc.constantFrom<Layout['unit']>('m/s^2', 'g', 'mg', 16_384, 8192, 4096, 2048),
    order: fc.constantFrom<Layout['order']>('ascending', 'ascending', 'descending', 'blocks'),
    badRows: fc.uniqueArray(fc.integer({ min: 20, max: 350 }), { maxLength: 3 }),
  })
  .map((layout) => {
    // A comma between cells is no decimal one, unless there are quotes; blanks are between words, too.
    const decimal = layout.delimiter === ',' && !layout.quoted ? '.' : layout.decimal;
    const spaced = layout.delimiter === '  ';
    const time = spaced && HAS_BLANK.includes(layout.time) ? ('s' as const) : layout.time;
    return {
      ...layout,
      decimal,
      quoted: layout.quoted && !spaced,
      trailing: layout.trailing && !spaced,
      // A unit that is not there leaves no gap between blanks.
      unitRow:
        layout.unitRow && typeof layout.unit === 'string' && !(spaced && timeUnit(time) === ''),
      names: spaced ? (NAMES[2] as Layout['names']) : layout.names,
      time,
    };
  });

const HAS_BLANK: readonly TimeStyle[] = ['dd.mm.yyyy', 'mm/dd/yyyy', 'MATLAB'];

/** The walk as the bytes of a file of this layout. */
export function writeLayout(walk: PlainWalk, layout: Layout): Uint8Array {
  const { delimiter, lineEnd, names, quoted, trailing } = layout;
  const cell = (text: string) => (quoted ? `"${text}"` : text);
  const line = (cells: readonly string[]) =>
    `${cells.map(cell).join(delimiter)}${trailing ? delimiter : ''}`;
  const rows = orderOf(walk.times.length, layout.order).map((i) => {
    const values = (walk.accel[i] ?? [0, 0, 0]).map((value) => written(value, layout));
    return line([timeText(walk.times[i] ?? 0, layout), ...values]);
  });
  for (const row of layout.badRows) {
    if (row < rows.length) rows.splice(row, 0, line(['1', 'oops', '?', '3']));
  }
  const units = layout.unitRow ? [line([timeUnit(layout.time), ...unitCells(layout)])] : [];
  const lines = [...layout.preamble, line(names), ...units, ...rows, ''];
  return encoded(lines.join(lineEnd), layout.encoding);
}

function unitCells({ unit }: Layout): string[] {
  return [String(unit), String(unit), String(unit)];
}

function timeUnit(time: TimeStyle): string {
  const [, unit = ''] = /(?:^|epoch )(s|ms|us|ns)$/.exec(time) ?? [];
  return unit;
}

function orderOf(length: number, order: Layout['order']): number[] {
  const ascending = Array.from({ length }, (_, i) => i);
  if (order === 'descending') return ascending.reverse();
  if (order === 'ascending') return ascending;
  const third = Math.floor(length / 3);
  const block = (n: number) => ascending.slice(n * third, n === 2 ? length : (n + 1) * third);
  return [...block(1), ...block(0), ...block(2)];
}

function written(value: number, { unit, decimal }: Layout): string {
  if (typeof unit === 'number') return String(Math.round((value / STANDARD_GRAVITY) * unit));
  if (unit === 'mg') return String(Math.round((value / STANDARD_GRAVITY) * 1000));
  const inUnit = unit === 'g' ? value / STANDARD_GRAVITY : value;
  return inUnit.toFixed(5).replace('.', decimal);
}

function timeText(seconds: number, { time, decimal }: Layout): string {
  const unix = BEGAN + seconds;
  const iso = new Date(Math.round(unix * 1000)).toISOString();
  const [date = '', clock = ''] = iso.slice(0, -1).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const point = (text: string) => text.replace('.', decimal);
  switch (time) {
    case 's':
      return point(seconds.toFixed(3));
    case 'ms':
      return String(Math.round(seconds * 1000));
    case 'us':
      return String(Math.round(seconds * 1e6));
    case 'epoch s':
      return point(unix.toFixed(3));
    case 'epoch ms':
      return String(Math.round(unix * 1000));
    case 'epoch ns':
      return `${Math.round(unix * 1000)}000000`;
    case 'ISO':
      return iso.slice(0, -1);
    case 'ISO with zone':
      return iso.replace('Z', '+00:00');
    case 'dd.mm.yyyy':
      return `${day}.${month}.${year} ${clock}`;
    case 'mm/dd/yyyy':
      return `${month}/${day}/${year} ${clock}`;
    case 'MATLAB':
      return `${day}-Nov-${year} ${clock}`;
    case 'Excel':
      return point((25_569 + unix / 86_400).toFixed(10));
    case 'time of day':
      return clock;
  }
}

function encoded(text: string, encoding: Layout['encoding']): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-8 with mark') return new TextEncoder().encode(`\ufeff${text}`);
  const units = Uint16Array.from(`\ufeff${text}`, (_, i) => `\ufeff${text}`.charCodeAt(i));
  const bytes = new Uint8Array(2 * units.length);
  const view = new DataView(bytes.buffer);
  units.forEach((unit, i) => {
    view.setUint16(2 * i, unit, encoding === 'utf-16le');
  });
  return bytes;
}
