/**
 * A program for any runtime: prints how many local days and hours some years have in several zones, the days after
 * those that had no 24 hours, and times that were read there.
 */
import { bucketStarts, formatMinute } from '@stepstream/calendar';
import { utc, zoneOf } from '@stepstream/calendar/testing';
import { readTime } from '../read-time.ts';

const YEARS = ['2011-12-20', '2018-01-01', '2026-01-01'];
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Africa/Monrovia',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  '+05:30',
];

for (const name of ZONES) {
  const zone = zoneOf(name);
  for (const year of YEARS) {
    const days = [...bucketStarts(zone, '1d', utc(year), utc(year) + 366 * 1440)];
    const hours = [...bucketStarts(zone, '1h', utc(year), utc(year) + 366 * 1440)];
    const odd = days.filter((day, i) => day - (days[i - 1] ?? 0) !== 1440);
    const shown = odd.map((day) => formatMinute(zone, day)).join(' ');
    console.log(`${name}: ${days.length} days, ${hours.length} hours; ${shown}`);
  }
  console.log(name, readTime('2026-10-25T02:30', zone), readTime('1971-06-01', zone));
}
