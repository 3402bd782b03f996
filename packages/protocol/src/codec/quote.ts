/** Most characters of a client's own word that an error message repeats. */
const MAX_WORD_LENGTH = 40;

/** A client's own word, cut to a readable length. */
export function cut(word: string): string {
  return word.length > MAX_WORD_LENGTH ? `${word.slice(0, MAX_WORD_LENGTH)}…` : word;
}

/** The same, in quotes. */
export function quote(word: string): string {
  return JSON.stringify(cut(word));
}
