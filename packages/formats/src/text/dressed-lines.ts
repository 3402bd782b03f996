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
];

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
