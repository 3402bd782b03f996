import { isObject } from './json-object.ts';

/** A client wants to go on with its session. */
export interface ResumeFrame {
  /** Empty where it says none that can be read. */
  readonly token: string;
  readonly answered: number | undefined;
}

/** A message of this kind is short, in UTF-16 units. */
const MAX_LENGTH = 1024;
/** As many digits as any double holds. */
const MAX_ANSWERED = 999_999_999_999_999;

/**
 * Reads `{"action":"resume","resume_token":"…","answered":N}` as a connection's first message; undefined where it is
 * something else. What can't be read in it counts as not there: a wish to resume never fails a connection.
 */
export function readFirstResume(text: string): ResumeFrame | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(message) || message['action'] !== 'resume') return undefined;
  const { resume_token: token, answered } = message;
  return {
    token: typeof token === 'string' ? token : '',
    answered: isCount(answered) ? answered : undefined,
  };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_ANSWERED;
}
