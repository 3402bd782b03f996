import type { ReliabilityBin } from '../reliability.ts';
import type { DetectorEvaluation } from '../report.ts';
import { percent, share } from './cells.ts';
import { type Table, tableOf } from './table.ts';

/** Probability of single contacts against the share that were contacts, a bin a row. */
export function reliabilityTable({ id, reliability }: DetectorEvaluation): Table {
  const { bins, expectedError, contacts } = reliability;
  return tableOf<ReliabilityBin>(
    `${id}: probability of a contact, and how often it was one`,
    bins,
    [
      ['probability', ({ from, to }) => `${from.toFixed(1)} – ${to.toFixed(1)}`],
      ['contacts', (bin) => String(bin.contacts)],
      ['predicted', (bin) => share(bin.predicted)],
      ['were contacts', (bin) => share(bin.observed)],
    ],
    [
      `Expected calibration error ${percent(expectedError)}, over ${contacts} contacts, each by itself`,
      '(confirm_after 1), of the hand-held, phone and pocket recordings. These are nearly all walking, and',
      'probabilities are fitted to rest, too. Below its threshold nothing is a contact.',
    ],
  );
}
