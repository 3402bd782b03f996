import { wall } from './en/wall.ts';
import { wordsOf } from './words.ts';

/** What the wall says. */
export const wallWords = () => wordsOf('wall', wall);
