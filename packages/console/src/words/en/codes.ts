import { FAULT_CODES } from '@stepstream/protocol';

/** What the server tells in codes, and in English sentences beside them. */
export const codes = {
  /** What a signal looks like, in two or three words. */
  hintInShort: (code: string): string => code.replaceAll('_', ' '),
  hint: (_code: string, message: string): string => message,
  /** What a code of an error means; nothing of one that this page does not know. */
  fault: (code: string): string =>
    Object.entries(FAULT_CODES).find(([known]) => known === code)?.[1] ?? '',
};
