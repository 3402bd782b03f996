import { report } from './en/report.ts';
import { wordsOf } from './words.ts';

/** What researchers are told. */
export const reportWords = () => wordsOf('report', report);
