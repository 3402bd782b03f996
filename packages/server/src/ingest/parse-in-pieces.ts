/** So much of a text is looked at, or parsed, in one turn: some tenths of a millisecond. */
const PIECE = 32 * 1024;
/** What can't be cut into pieces is refused beyond this: no app sends it. */
const MAX_WHOLE = 64 * 1024;
/** Keys of an object, on average. Engines are slow with objects of thousands. */
const MAX_KEYS_PER_OBJECT = 64;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const OPEN_LIST = '['.charCodeAt(0);
const CLOSE_LIST = ']'.charCodeAt(0);
const OPEN_OBJECT = '{'.charCodeAt(0);
const CLOSE_OBJECT = '}'.charCodeAt(0);

/** What a text holds, or why it is not read. */
export type Parsed =
  | { readonly value: unknown }
  | { readonly problem: 'invalid_json' | 'too_complex' };

/**
 * Parses a long text as `JSON.parse` does, in turns: the elements of the lists that are members of the outermost object
 * one piece after the other, and last of all what is left, which must be short.
 *
 * @param maxParts objects and lists that it may have
 * @param turn waits until others have had their turns
 */
export async function parseInPieces(
  text: string,
  maxParts: number,
  turn: () => Promise<void>,
): Promise<Parsed> {
  const pieces = new Pieces(text, maxParts);
  try {
    while (pieces.next()) await turn();
    return { value: pieces.value() };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: 'invalid_json' };
    if (error instanceof TooComplex) return { problem: 'too_complex' };
    throw error;
  }
}

class TooComplex extends Error {}

/** Walks through a text once. Only the parser says what is valid; this knows where it may be cut. */
class Pieces {
  readonly #text: string;
  readonly #maxParts: number;
  #objects = 0;
  #parts = 0;
  #keys = 0;
  #at = 0;
  #depth = 0;
  #isObject = false;
  /** Where the string begins in which it is; -1 in none. */
  #string = -1;
  /** The last string of the outermost object, which is a key if a colon follows. */
  #lastString: readonly [start: number, end: number] = [0, 0];
  #key = '';
  /** Where the elements begin that are not parsed yet; -1 outside of a list of the outermost object. */
  #elements = -1;
  /** Those of the list in which it is. */
  #list: unknown[] = [];
  readonly #lists = new Map<string, unknown[]>();
  /** The text without what is in those lists, as far as it has come. */
  #rest = '';
  #restFrom = 0;

  constructor(text: string, maxParts: number) {
    this.#text = text;
    this.#maxParts = maxParts;
  }

  /** Goes on by a piece; false at the end. */
  next(): boolean {
    const text = this.#text;
    const end = Math.min(this.#at + PIECE, text.length);
    for (; this.#at < end; this.#at++) {
      const character = text.charCodeAt(this.#at);
      if (this.#string >= 0) {
        if (character === BACKSLASH) this.#at++;
        else if (character === QUOTE) this.#endString();
      } else if (character === QUOTE) this.#string = this.#at;
      else if (character === COMMA) this.#comma();
      else if (character === COLON) this.#colon();
      else if (character === OPEN_LIST || character === OPEN_OBJECT) this.#open(character);
      else if (character === CLOSE_LIST || character === CLOSE_OBJECT) this.#close(character);
    }
    return this.#at < text.length;
  }

  /**
   * What the text holds.
   *
   * @throws {SyntaxError}
   */
  value(): unknown {
    if (this.#depth !== 0) throw new SyntaxError('brackets that do not close');
    const value: unknown = JSON.parse(this.#short(this.#rest + this.#text.slice(this.#restFrom)));
    if (!this.#isObject) return value;
    for (const [key, list] of this.#lists) {
      // Not by assignment, which would take some names for something else.
      Object.defineProperty(value as object, key, { value: list, ...PLAIN });
    }
    return value;
  }

  #endString(): void {
    if (this.#depth === 1) this.#lastString = [this.#string, this.#at + 1];
    this.#string = -1;
  }

  #colon(): void {
    this.#keys++;
    if (this.#depth !== 1) return;
    this.#key = JSON.parse(this.#text.slice(...this.#lastString)) as string;
    // Of a key that is there twice the last one holds.
    this.#lists.delete(this.#key);
  }

  #comma(): void {
    const isBetween = this.#depth === 2 && this.#elements >= 0;
    if (isBetween && this.#at - this.#elements >= PIECE) this.#take();
  }

  #open(character: number): void {
    this.#depth++;
    if (++this.#parts > this.#maxParts) throw new TooComplex();
    if (character === OPEN_OBJECT) this.#objects++;
    if (this.#depth === 1) this.#isObject = character === OPEN_OBJECT;
    if (this.#depth !== 2 || character !== OPEN_LIST || !this.#isObject) return;
    this.#rest += this.#text.slice(this.#restFrom, this.#at + 1);
    this.#elements = this.#at + 1;
    this.#list = [];
  }

  #close(character: number): void {
    this.#depth--;
    if (this.#depth !== 1 || this.#elements < 0) return;
    if (character !== CLOSE_LIST) throw new SyntaxError('a list that does not end as one');
    const isEmpty = this.#list.length === 0 && this.#isBlank();
    if (!isEmpty) this.#take();
    this.#lists.set(this.#key, this.#list);
    this.#restFrom = this.#at;
    this.#elements = -1;
  }

  #isBlank(): boolean {
    return this.#text.slice(this.#elements, this.#at).trim() === '';
  }

  /** Parses the elements up to here. */
  #take(): void {
    const elements = this.#short(this.#text.slice(this.#elements, this.#at));
    const parsed = JSON.parse(`[${elements}]`) as unknown[];
    // A comma that nothing follows.
    if (parsed.length === 0) throw new SyntaxError('an element is missing');
    for (const element of parsed) this.#list.push(element);
    this.#elements = this.#at + 1;
  }

  /** A text that may be parsed. */
  #short(text: string): string {
    const hasManyKeys = this.#keys > MAX_KEYS_PER_OBJECT * (this.#objects + 1);
    if (hasManyKeys || text.length > MAX_WHOLE + PIECE) throw new TooComplex();
    return text;
  }
}

const PLAIN = { writable: true, enumerable: true, configurable: true };
