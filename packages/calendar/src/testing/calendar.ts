import { findTimeZone, type TimeZone } from '../time-zone.ts';
import type { UtcMinute } from '../utc-minute.ts';

/** A minute by its name in UTC. */
export function utc(text: string): UtcMinute {
  return Date.parse(text.length > 10 ? `${text}Z` : text) / 60_000;
}

/** A zone that is there. */
export function zoneOf(name: string): TimeZone {
  const zone = findTimeZone(name);
  if (!zone) throw new Error(`no zone ${name}`);
  return zone;
}

/** What the runtime's own calendar says; the server can't use it, as not every runtime has it. */
export const temporal = {
  at(minute: UtcMinute, zone: string) {
    const zoned = instant(minute).toZonedDateTimeISO(zone);
    return {
      offsetSeconds: zoned.offsetNanoseconds / 1e9,
      startOfDay: zoned.startOfDay().epochMilliseconds / 60_000,
    };
  },
  /** In seconds, from what clocks show as if it were UTC. */
  instantOf(local: number, zone: string): number {
    const shown = instant(local / 60)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime();
    return shown.toZonedDateTime(zone).epochMilliseconds / 1000;
  },
  /** The minutes at which a zone's offset changes. */
  changes(from: UtcMinute, to: UtcMinute, zone: string): UtcMinute[] {
    const changes: UtcMinute[] = [];
    let at = instant(from).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
    while (at && at.epochMilliseconds < to * 60_000) {
      changes.push(Math.ceil(at.epochMilliseconds / 60_000));
      at = at.getTimeZoneTransition('next');
    }
    return changes;
  },
};

function instant(minute: UtcMinute) {
  return Temporal.Instant.fromEpochMilliseconds(minute * 60_000);
}
