import { calendarWord } from './calendar-words.ts';
import { type DateOrder, dayOf, orderOf, type WrittenDate, writtenDate } from './written-date.ts';

const ZERO = 48;
const NINE = 57;
const COLON = 58;
const DOT = 46;
const COMMA = 44;
const MINUS = 45;
const PLUS = 43;
const SLASH = 47;
const UNDERSCORE = 95;
const SPACE = 32;
const BRACKET = 91;
const PARENTHESIS = 40;
/** Names of zones are no longer: NOVST. */
const MAX_ZONE_LETTERS = 5;
const DAY = 86_400;
/** So many digits on end are a date and a time of day. */
const COMPACT_DIGITS = 14;
/** A day is kept as its number times this, and the time of day on top of it. */
const DAY_STEP = 1 << 18;
/** Beyond what a zone takes off a time of day, so that it is never below 0. */
const ZONE_ROOM = DAY;

const text = new TextDecoder();

/**
 * Reads dates and times of day, as people and programs write them. Whether 03/04/2024 is in March or
 * in April shows at the end, when all dates of the file are known; so times are kept in a form of its
 * own until {@link Calendar.settle}.
 */
export class Calendar {
  /** Whether a zone, or Z, stood behind the times. */
  hasZone = false;
  readonly #hint: DateOrder | undefined;
  readonly #dates: WrittenDate[] = [];
  readonly #known = new Map<number, number>();
  readonly #numbers = new Float64Array(12);
  readonly #digits = new Uint8Array(12);
  readonly #before = new Uint8Array(12);
  #lastKey = -1;
  #lastDay = -1;

  /** @param hint - the order that the file tells, where it does */
  constructor(hint?: DateOrder) {
    this.#hint = hint;
  }

  /**
   * Reads a cell.
   *
   * @param day - the day that {@link day} has read in another cell; −1 for none
   * @returns the time, in the form that {@link settle} takes; NaN for what is no time
   */
  read(bytes: Uint8Array, start: number, end: number, day = -1): number {
    const numbers = this.#numbers;
    const before = this.#before;
    let count = 0;
    let separator = 0;
    let month = -1;
    let hasColon = false;
    let isCompact = false;
    let afternoon = -1;
    let days = 0;
    let zone = 0;
    for (let i = start; i < end; ) {
      const byte = bytes[i] as number;
      if (byte >= ZERO && byte <= NINE) {
        if (count === numbers.length) return Number.NaN;
        let value = 0;
        const from = i;
        // yyyymmddHHMMSSfff: the date, the time of day and the fraction, one after another.
        if (count === 0) isCompact = digitsFrom(bytes, i, end) >= COMPACT_DIGITS;
        const until = isCompact && count < 2 ? Math.min(end, i + (count === 0 ? 8 : 6)) : end;
        for (; i < until; i++) {
          const digit = (bytes[i] as number) - ZERO;
          if (digit < 0 || digit > 9) break;
          value = value * 10 + digit;
        }
        numbers[count] = value;
        this.#digits[count] = i - from;
        before[count++] = separator;
        separator = 0;
      } else if (isLetter(byte)) {
        const from = i;
        while (i < end && isLetter(bytes[i] as number)) i++;
        // `Europe/Berlin`: what the clock on the wall showed is known without it.
        if (hasColon && bytes[i] === SLASH) break;
        if (i - from === 1 && (byte | 32) === 116 && count > 0) {
          separator = byte;
          continue;
        }
        const said = calendarWord(text.decode(bytes.subarray(from, i)).toLowerCase());
        if (said === null) {
          // The name of some zone: what the clock on the wall showed is known all the same.
          if (hasColon && i - from <= MAX_ZONE_LETTERS) continue;
          return Number.NaN;
        }
        if (said.kind === 'zone') {
          zone = said.ahead;
          this.hasZone = true;
        } else if (said.kind === 'half') afternoon = said.isAfternoon ? 1 : 0;
        else if (said.kind === 'days') days = numbers[--count] as number;
        else if (said.kind === 'separator') {
          separator = said.byte;
          if (separator === COLON) hasColon = true;
        } else if (said.kind === 'month' && month < 0) {
          if (count === numbers.length) return Number.NaN;
          month = count;
          numbers[count] = said.month;
          this.#digits[count] = 2;
          before[count++] = separator;
        }
      } else if ((byte === PLUS || byte === MINUS) && hasColon) {
        const until = zoneEnd(bytes, i, end);
        zone = zoneOf(bytes, i, until);
        if (Number.isNaN(zone)) return Number.NaN;
        this.hasZone = true;
        i = until;
      } else if ((byte === BRACKET || byte === PARENTHESIS) && hasColon) {
        // The name of the zone, after its offset.
        break;
      } else {
        if (byte === COLON) hasColon = true;
        if (separator === 0 || separator === SPACE) separator = byte;
        i++;
      }
    }
    if (month >= 0 && before[3] === COLON) this.#yearToDate(count);
    const timeAt = this.#takeDate(count, month, day);
    if (timeAt < 0) return Number.NaN;
    const time = this.#timeOfDay(timeAt, count, afternoon);
    return (this.#lastDay + 1) * DAY_STEP + ZONE_ROOM + time - zone + days * DAY;
  }

  /** Reads a cell that has a date alone. @returns what {@link read} takes; −1 for what is none */
  day(bytes: Uint8Array, start: number, end: number): number {
    return Number.isNaN(this.read(bytes, start, end)) ? -1 : this.#lastDay;
  }

  /** Whether a time has a date. */
  hasDate(time: number): boolean {
    return time >= DAY_STEP;
  }

  /**
   * Turns times as {@link read} gives them into seconds: since 1970 where there are dates, where there
   * are none since midnight of the first day.
   *
   * @returns whether the dates told their order
   */
  settle(times: Float64Array): { readonly isClear: boolean; readonly hasDates: boolean } {
    const order = orderOf(this.#dates, this.#hint);
    const days = this.#dates.map((date) => dayOf(date, order ?? 'month first'));
    let midnight = 0;
    let last = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < times.length; i++) {
      const kept = times[i] as number;
      const day = Math.floor(kept / DAY_STEP) - 1;
      const seconds = kept - (day + 1) * DAY_STEP - ZONE_ROOM;
      if (day >= 0) {
        times[i] = (days[day] as number) * DAY + seconds;
        continue;
      }
      // A clock without dates begins anew at midnight.
      if (seconds + midnight < last - DAY / 2) midnight += DAY;
      last = seconds + midnight;
      times[i] = last;
    }
    return { isClear: order !== undefined, hasDates: days.length > 0 };
  }

  /** Puts the year, which `Tue Nov 24 10:00:00 2026` has last, behind the day. */
  #yearToDate(count: number): void {
    const last = count - 1;
    if (last < 4 || this.#digits[last] !== 4) return;
    const year = this.#numbers[last] as number;
    for (const list of [this.#numbers, this.#digits, this.#before]) list.copyWithin(3, 2, last);
    this.#numbers[2] = year;
    this.#digits[2] = 4;
    this.#before[2] = SPACE;
  }

  /** Finds the date among the first numbers. @returns where the time begins; −1 for no date or time */
  #takeDate(count: number, month: number, day: number): number {
    const numbers = this.#numbers;
    this.#lastDay = day;
    if (count === 0) return -1;
    const isTimeAlone = count > 1 && this.#before[1] === COLON;
    if (isTimeAlone) return 0;
    if (this.#digits[0] === 8) {
      const value = numbers[0] as number;
      return this.#keep(Math.floor(value / 1e4), Math.floor(value / 100) % 100, value % 100, -1, 1);
    }
    // A time of day without colons, where the date is another cell's: 100000.020.
    if (count < 3) return day >= 0 ? 0 : -1;
    return this.#keep(numbers[0] as number, numbers[1] as number, numbers[2] as number, month, 3);
  }

  #keep(a: number, b: number, c: number, month: number, timeAt: number): number {
    const key = (a * 1e4 + b) * 1e4 + c;
    if (key !== this.#lastKey || this.#known.get(key) === undefined) {
      const date = writtenDate([a, b, c], month, this.#before[1] as number);
      if (!date) return -1;
      if (!this.#known.has(key)) {
        this.#known.set(key, this.#dates.length);
        this.#dates.push(date);
      }
      this.#lastKey = key;
    }
    this.#lastDay = this.#known.get(key) as number;
    return timeAt;
  }

  #timeOfDay(at: number, count: number, afternoon: number): number {
    const numbers = this.#numbers;
    let [hours, minutes, seconds] = [0, 0, 0];
    let next = at;
    if (next < count && (this.#digits[next] as number) >= 5) {
      // 100000.020 without separators
      const value = numbers[next++] as number;
      [hours, minutes, seconds] = [
        Math.floor(value / 1e4),
        Math.floor(value / 100) % 100,
        value % 100,
      ];
    } else {
      const parts = at === 0 && count > 2 && isPoint(this.#before[2] as number) ? 2 : 3;
      const found = Math.min(parts, count - next);
      if (parts === 2) {
        [minutes, seconds] = [numbers[next] as number, numbers[next + 1] as number];
      } else {
        hours = found > 0 ? (numbers[next] as number) : 0;
        minutes = found > 1 ? (numbers[next + 1] as number) : 0;
        seconds = found > 2 ? (numbers[next + 2] as number) : 0;
      }
      next += found;
    }
    if (minutes > 59 && hours > 0) return Number.NaN;
    if (seconds >= 61 || hours > 24 * 366) return Number.NaN;
    if (afternoon >= 0) hours = (hours % 12) + 12 * afternoon;
    let fraction = 0;
    if (next < count) {
      if ((this.#before[next] as number) === SPACE) return Number.NaN;
      fraction = (numbers[next] as number) / 10 ** (this.#digits[next] as number);
      if (next + 1 < count) return Number.NaN;
    }
    return hours * 3600 + minutes * 60 + seconds + fraction;
  }
}

function isLetter(byte: number): boolean {
  const small = byte | 32;
  return (small >= 97 && small <= 122) || byte > 127;
}

function digitsFrom(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++;
  return at - start;
}

function isPoint(byte: number): boolean {
  return byte === DOT || byte === COMMA || byte === UNDERSCORE;
}

/** Where the digits of a zone end that begins with its sign. */
function zoneEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  while (at < end && ((bytes[at] as number) === COLON || digitsFrom(bytes, at, at + 1) > 0)) at++;
  return at;
}

/** Seconds that a zone is ahead of UTC: `+01:00`, `+0100`, `-05`. */
function zoneOf(bytes: Uint8Array, start: number, end: number): number {
  const written = text.decode(bytes.subarray(start, end));
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d?):?(\d\d)?(?::\d\d)?$/.exec(written) ?? [];
  if (hours === undefined) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
