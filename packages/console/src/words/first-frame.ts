import { firstFrame } from './en/first-frame.ts';
import { wordsOf } from './words.ts';

/** What developers are told. */
export const firstFrameWords = () => wordsOf('firstFrame', firstFrame);
