import { createHash } from 'node:crypto';
import { bucketEnd, bucketStart, formatMinute } from '@stepstream/calendar';
import type { StepBucket } from '../step-bucket.ts';
import type { ExportFormat, ExportSubject } from './export-format.ts';

const DAY_CODE = { code: '41950-7', display: 'Number of steps in 24 hour Measured' };
const OTHER_CODE = { code: '55423-8', display: 'Number of steps in unspecified time Pedometer' };

/**
 * Observations of FHIR R4, a line for each, as its Bulk Data Access has them: a server can take them in one by one,
 * however many there are. A line may be sent again: its resource has the same id then, so it replaces itself.
 */
export const FHIR: ExportFormat = {
  contentType: 'application/fhir+ndjson',
  extension: 'fhir.ndjson',
  length: '1d',
  head: '',
  line: (bucket, subject) => `${JSON.stringify(observation(bucket, subject))}\n`,
};

function observation(bucket: StepBucket, subject: ExportSubject) {
  const { start, end, count } = bucket;
  const { userId, zone, now } = subject;
  const isDay = isWholeDay(bucket, subject);
  const { code, display } = isDay ? DAY_CODE : OTHER_CODE;
  return {
    resourceType: 'Observation',
    id: idOf(bucket, subject),
    // More steps may come.
    status: end * 60_000 > now ? 'preliminary' : 'final',
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/observation-category',
            code: 'activity',
            display: 'Activity',
          },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', code, display }], text: 'Steps' },
    subject: { type: 'Patient', identifier: { value: userId } },
    effectivePeriod: { start: formatMinute(zone, start), end: formatMinute(zone, end) },
    issued: new Date(now).toISOString(),
    valueQuantity: {
      value: count,
      unit: isDay ? 'steps/day' : 'steps',
      system: 'http://unitsofmeasure.org',
      code: isDay ? '{steps}/d' : '{steps}',
    },
    device: { display: 'Stepstream' },
  };
}

/** A day that the range has cut off is not a day. */
function isWholeDay({ start, end }: StepBucket, { zone, length }: ExportSubject): boolean {
  if (length !== '1d') return false;
  return bucketStart(zone, '1d', start) === start && bucketEnd(zone, '1d', start) === end;
}

/** The same for the same bucket of the same user, in the form of a UUID (version 8: made by a rule of our own). */
function idOf({ start }: StepBucket, { userId, zone, length }: ExportSubject): string {
  const name = JSON.stringify([userId, zone.name, length, start]);
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) & 3];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
