import type { ResumeRequest } from '../session/index.ts';

/** Reads `?checkpoints=1`: whether a client wants to be told what has been saved. */
export function readCheckpoints(query: string): boolean {
  return new URLSearchParams(query).get('checkpoints') === '1';
}

/** Reads `?resume=message`: whether a client says by its first message which session it goes on with. */
export function readResumeByMessage(query: string): boolean {
  return new URLSearchParams(query).get('resume') === 'message';
}

/**
 * Reads `?resume=TOKEN&answered=N`. Whatever can't be read counts as not there: a wish to resume
 * never fails a connection.
 */
export function readResume(query: string): ResumeRequest | undefined {
  const parameters = new URLSearchParams(query);
  const token = parameters.get('resume');
  if (!token) return undefined;
  const answered = parameters.get('answered') ?? '';
  return { token, answered: /^\d{1,15}$/.test(answered) ? Number(answered) : undefined };
}
