import { details } from './en/details.ts';
import { wordsOf } from './words.ts';

/** What operators see of what they look at closer. */
export const detailsWords = () => wordsOf('details', details);
