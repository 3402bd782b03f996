import type { UtcMinute } from './utc-minute.ts';

const DAY = 1440;
/** Days of a zone whose offsets are remembered: some decades, a megabyte at most. */
const MAX_DAYS = 20_000;
/** Zones that are remembered: to make one takes a fifth of a millisecond. */
const MAX_ZONES = 64;

/** A stretch of time over which the offset from UTC is the same; it holds its start and not its end. */
export interface OffsetStretch {
  readonly start: UtcMinute;
  readonly end: UtcMinute;
  /** Local time less UTC, in seconds. */
  readonly offset: number;
}

/**
 * A time zone of the IANA database, as the runtime has it. Not every runtime has `Temporal`, but all have the
 * offsets, and local days need nothing else.
 */
export class TimeZone {
  /** As it was asked for. */
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  /** The offset at the beginning of a day of UTC. To ask the runtime takes microseconds. */
  readonly #offsets = new Map<number, number>();

  /** @throws RangeError where there is no such zone; {@link findTimeZone} does not */
  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** Local time less UTC, in seconds: those of some zones were no whole minutes until 1972. */
  offsetAt(minute: UtcMinute): number {
    const day = Math.floor(minute / DAY);
    const offset = this.#offsetOfDay(day);
    // No zone has changed its offset and taken that back within a day.
    return offset === this.#offsetOfDay(day + 1) ? offset : this.#read(minute);
  }

  /** The stretches that a range consists of, in order; there is at least one. */
  *stretches(from: UtcMinute, to: UtcMinute): Generator<OffsetStretch> {
    let start = from;
    let offset = this.offsetAt(from);
    for (let at = from; at < to; ) {
      const next = Math.min((Math.floor(at / DAY) + 1) * DAY, to);
      if (this.offsetAt(next) === offset) {
        at = next;
        continue;
      }
      at = this.#change(at, next, offset);
      if (at >= to) break;
      yield { start, end: at, offset };
      start = at;
      offset = this.offsetAt(at);
    }
    yield { start, end: to, offset };
  }

  /** The first minute after one with an offset that has another. */
  #change(same: UtcMinute, other: UtcMinute, offset: number): UtcMinute {
    let [low, high] = [same, other];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetAt(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }

  #offsetOfDay(day: number): number {
    const known = this.#offsets.get(day);
    if (known !== undefined) return known;
    if (this.#offsets.size >= MAX_DAYS) this.#offsets.clear();
    const offset = this.#read(day * DAY);
    this.#offsets.set(day, offset);
    return offset;
  }

  /** Runtimes write it as `1/7/1972, GMT-00:44:30`, and nothing behind `GMT` where it is 0. */
  #read(minute: UtcMinute): number {
    const text = this.#format.format(minute * 60_000);
    const [, sign, hours, minutes, seconds = 0] =
      /GMT([+\-\u2212])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
    if (sign === undefined) return 0;
    const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    return sign === '+' ? size : -size;
  }
}

const zones = new Map<string, TimeZone>();

/**
 * A time zone by its name, such as `Europe/Berlin`, `UTC` or `+05:30`.
 *
 * @returns undefined where the runtime knows none of this name
 */
export function findTimeZone(name: string): TimeZone | undefined {
  const known = zones.get(name);
  if (known) return known;
  try {
    const zone = new TimeZone(name);
    if (zones.size >= MAX_ZONES) zones.clear();
    zones.set(name, zone);
    return zone;
  } catch {
    return undefined;
  }
}

/** The zone that holds where nobody names another. */
export const UTC = new TimeZone('UTC');
