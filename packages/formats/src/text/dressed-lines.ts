import { nameColumns } from './name-columns.ts';

/** How a program dresses each line of a table, and what is to be read of it. */
export interface Dress {
  /** The names of the columns, where they stand in each line. */
  readonly names: string | undefined;
  /** A line without its dress; one that has none as it is. */
  readonly strip: (line: string) => string;
}

const FEW_LINES = 5;
/** The first lines may be names, and the last one be cut. */
const MOST = 0.8;

const QUOTED = /^"([^"]*[,;\t][^"]*)"$/;
/** Arduino's Serial Monitor puts the time before what comes in: `10:15:30.123 -> 3.81,8.82,-2.44`. */
const MONITORED = /^(\d\d:\d\d:\d\d\.\d{1,6}) -> (?=([a-z])|[-+\d. ]*\d([,;\t ]?))/i;
/** Python's logging separates milliseconds from the seconds by a comma. */
const LOGGED = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d),(\d{3})(?=,)/;
/** `x:3.81 y:8.82 z:-2.44`, as for Arduino's Serial Plotter. */
const LABELLED = /^(?:[a-z_]\w*\s?[:=]\s?[-+]?[\d.]+(?:e[-+]?\d+)?[,;\t ]*){3,}$/i;
const LABEL = /([a-z_]\w*)\s?[:=]\s?([^,;\t ]+)/gi;

const DRESSES: readonly ((lines: readonly string[]) => Dress | undefined)[] = [
  (lines) => dressed(lines, QUOTED, (line) => line.replace(QUOTED, '$1')),
  (lines) =>
    dressed(lines, MONITORED, (line) =>
      line.replace(
        MONITORED,
        (_, time: string, letter?: string, separator?: string) =>
          (letter ? 'time' : time) + (separator || ','),
      ),
    ),
  // Only names above tell that there is no column of milliseconds.
  (lines) => {
    const [names = '', first = ''] = lines;
    const isOneMore = first.split(',').length === names.split(',').length + 1;
    return isOneMore ? dressed(lines, LOGGED, (line) => line.replace(LOGGED, '$1.$2')) : undefined;
  },
  (lines) => {
    const labels = (line = '') => [...line.matchAll(LABEL)].map(([, label]) => label).join(',');
    const names = labels(lines.at(-2));
    const strip = (line: string) =>
      LABELLED.test(line) && labels(line) === names
        ? [...line.matchAll(LABEL)].map(([, , value]) => value).join(',')
        : line;
    return dressed(lines, LABELLED, strip, names);
  },
  loggedLabels,
];

/** Numbers with a name each, anywhere in a line: `imu ax=3.81 ay=8.82`, `{"ax": 3.81, "ay": 8.82}`; no times of day or dates. */
const LOGGED_LABEL =
  /(?<![\w.])["']?([a-z_]\w*)["']? ?[:=] ?["']?([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)i?(?![\w.:-])/gi;
/** When a line was written: a time of day, with its date where that has a year, or a number at the end (InfluxDB). */
const WRITTEN =
  /((?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)(?![\d:])|\s(\d{10,19})\s*$/;

/** What programs write into logs: the numbers of a sample, among other words, with the time of the line where they have none. */
function loggedLabels(lines: readonly string[]): Dress | undefined {
  const typical = lines.at(-2) ?? '';
  const labelsOf = (line: string) => [...line.matchAll(LOGGED_LABEL)];
  const fields = labelsOf(typical).map(([, label = '']) => label);
  const { times, triads } = nameColumns({ fields, units: [] });
  if (!triads.some(({ kind }) => kind === 'acceleration')) return undefined;
  const isStamped = times.length === 0 && WRITTEN.test(typical);
  const names = [...(isStamped ? ['time'] : []), ...fields].join(',');
  const strip = (line: string) => {
    const labels = labelsOf(line);
    if (labels.map(([, label]) => label).join(',') !== fields.join(',')) return line;
    const values = labels.map(([, , value]) => value);
    if (!isStamped) return values.join(',');
    const [, written, number] = WRITTEN.exec(line) ?? [];
    return [written?.replace(',', '.') ?? number ?? '', ...values].join(',');
  };
  const count = lines.filter((line) => strip(line) !== line).length;
  return count >= FEW_LINES && count > MOST * lines.length ? { names, strip } : undefined;
}

/** What each line of a text wears, by its first lines; undefined for a plain table. */
export function dressOf(lines: readonly string[]): Dress | undefined {
  for (const find of DRESSES) {
    const dress = find(lines);
    if (dress) return dress;
  }
  return undefined;
}

function dressed(
  lines: readonly string[],
  pattern: RegExp,
  strip: Dress['strip'],
  names?: string,
): Dress | undefined {
  const count = lines.filter((line) => pattern.test(line)).length;
  return count >= FEW_LINES && count > MOST * lines.length ? { names, strip } : undefined;
}
