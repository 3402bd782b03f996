import { phone } from './en/phone.ts';
import { wordsOf } from './words.ts';

/** What the step counter on a phone says. */
export const phoneWords = () => wordsOf('phone', phone);
