/** What stands between thousands: `1,020` or `1.020`. */
export type Thousands = ',' | '.';

/** So many cells must have it, and as many be below a thousand, where nothing but a column tells. */
const MIN_CELLS = 2;

const SIGNS = {
  ',': {
    decimal: /^[+-]?\d*,\d+$/,
    grouped: /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/,
    small: /^[+-]?\d{1,3}(\.\d+)?$/,
  },
  '.': {
    decimal: /^[+-]?\d*\.\d+$/,
    grouped: /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/,
    small: /^[+-]?\d{1,3}(,\d+)?$/,
  },
} as const;

/**
 * The sign that stands between the thousands of a table's numbers: 980 is followed by 1.020. It is told from a decimal point by
 * what else there is: the other sign is the decimal point, or numbers below a thousand have no decimals; and the sign is
 * nowhere followed by other than three digits.
 *
 * @param rows - cells of the first rows
 */
export function thousandsOf(rows: readonly (readonly string[])[]): Thousands | undefined {
  return ([',', '.'] as const).find((sign) => isBetweenThousands(sign, rows));
}

function isBetweenThousands(sign: Thousands, rows: readonly (readonly string[])[]): boolean {
  const { decimal, grouped, small } = SIGNS[sign];
  const other = SIGNS[sign === ',' ? '.' : ','];
  const counts: { grouped: number; small: number }[] = [];
  let isOtherDecimal = false;
  for (const row of rows) {
    for (const [field, cell] of row.entries()) {
      counts[field] ??= { grouped: 0, small: 0 };
      const count = counts[field] as { grouped: number; small: number };
      if (grouped.test(cell)) count.grouped++;
      else if (decimal.test(cell)) return false;
      else if (small.test(cell)) count.small++;
      isOtherDecimal ||= other.decimal.test(cell) && !other.grouped.test(cell);
    }
  }
  const isTold = counts.some((one) => one.grouped >= MIN_CELLS && one.small >= MIN_CELLS);
  return isTold || (isOtherDecimal && (sign === '.' || counts.some((one) => one.grouped > 0)));
}

/** A number without the signs between its thousands; any other text as it is. */
export function withoutThousands(cell: string, sign: Thousands | undefined): string {
  return sign !== undefined && SIGNS[sign].grouped.test(cell) ? cell.replaceAll(sign, '') : cell;
}
