import { CloseCode } from '../protocol/index.ts';

const MEANINGS: Readonly<Record<number, string>> = {
  1000: 'it ended the session',
  [CloseCode.goingAway]: 'the server goes away',
  1006: 'the connection was lost',
  [CloseCode.frameTooLarge]: 'a frame was too large; try a smaller --batch',
  1012: 'the server restarts',
  [CloseCode.tryAgainLater]: 'the server has as many sessions as it takes; try again later',
  [CloseCode.unreadable]: 'it could not read what was sent',
  4401: 'it wants to know who you are',
  4403: 'it does not permit this',
  [CloseCode.idleTimeout]: 'nothing was sent for too long',
  [CloseCode.replaced]: 'the same user connected from elsewhere',
  [CloseCode.terminated]: 'an administrator ended the session',
  [CloseCode.slowReader]: 'its answers were read too slowly',
  [CloseCode.rateLimited]: 'too much was sent in too short a time',
};

/** A close code and its meaning, in words. */
export function describeClose(code: number, detail: string): string {
  const meaning = MEANINGS[code] ?? 'for a reason of its own';
  return `code ${code}, ${meaning}${detail ? ` ("${detail}")` : ''}`;
}
