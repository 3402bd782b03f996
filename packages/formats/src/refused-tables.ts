import type { RefusedFormat } from './format.ts';
import { nameColumns } from './text/name-columns.ts';

/* Tables and JSON that people try, and that have no acceleration in them. */

const RECORD_RAW =
  'Record with an app that keeps the raw accelerometer, such as Sensor Logger or phyphox';

/** A count of steps, by its name in the exports of health apps. */
const STEPS = /^(total[ _]?)?steps?([ _]?(count|total))?$/i;

export const REFUSED_TABLES: readonly RefusedFormat[] = [
  {
    title: 'an ActiGraph table of counts',
    because: 'counts are sums over seconds, and no acceleration',
    instead: 'In ActiLife or CentrePoint, export the raw data as CSV, or name the .gt3x',
    csv: ({ fields }) => ['axis1', 'axis2', 'axis3'].every((axis) => has(fields, axis)),
  },
  {
    title: "Garmin Connect's list of activities",
    because: 'it has a row for each activity, and no acceleration',
    instead: `${RECORD_RAW}, or an app of Connect IQ that logs it as CSV`,
    csv: ({ fields }) => has(fields, 'activity type') && has(fields, 'distance'),
  },
  {
    title: 'a table of steps, or of their counts',
    because: 'it has what was counted, and no acceleration',
    instead: RECORD_RAW,
    csv: (header) =>
      nameColumns(header).triads.length === 0 && header.fields.some((field) => STEPS.test(field)),
  },
  {
    title: "Fitbit's JSON",
    because: 'it has sums over minutes, and no acceleration',
    instead: RECORD_RAW,
    json: (entry) => 'dateTime' in entry && 'value' in entry,
  },
];

function has(fields: readonly string[], name: string): boolean {
  return fields.some((field) => field.toLowerCase().replace(/[ _]+/g, ' ') === name);
}
