/** Where a text is no JSON, or not clear. */
export interface JsonFault {
  /** From 1 on. */
  readonly line: number;
  readonly column: number;
  /** What is wrong. It quotes no value, which may be secret. */
  readonly reason: string;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/**
 * Looks for what `JSON.parse` does not tell: where a text is no JSON, and keys that are there twice, of which it takes
 * the last.
 *
 * @returns undefined where all is well
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const scanner = new Scanner(text);
  try {
    scanner.value();
    scanner.end();
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const before = text.slice(0, error.at).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    return { line: before.length, column, reason: error.message };
  }
}

/** What a scanner stops at. */
class Fault extends Error {
  readonly at: number;

  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
  }
}

/** Goes over a text from its beginning. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): void {
    if (this.#takes('{')) this.#list('}', this.#member(new Set()));
    else if (this.#takes('[')) this.#list(']', () => this.value());
    else if (!this.#match(STRING) && !this.#match(SCALAR)) {
      const isText = this.#text[this.#at] === '"';
      this.#refuse(
        isText
          ? 'this text does not end, or a sign in it is not escaped'
          : 'a value is expected here',
      );
    }
  }

  end(): void {
    this.#match(SPACE);
    if (this.#at < this.#text.length) this.#refuse('nothing more is expected here');
  }

  /** What is between two brackets, with commas between. */
  #list(end: '}' | ']', item: () => void): void {
    if (this.#takes(end)) return;
    do item();
    while (this.#takes(','));
    if (!this.#takes(end)) this.#refuse(`a comma or ${end} is expected here`);
  }

  /** A key and its value, of an object with keys that were there before. */
  #member(keys: Set<string>): () => void {
    return () => {
      this.#match(SPACE);
      const at = this.#at;
      const text = this.#match(STRING);
      if (text === undefined) this.#refuse('a key is expected here, in double quotes');
      const key = JSON.parse(text) as string;
      if (keys.has(key)) throw new Fault(at, `${key} is there twice; write it once`);
      keys.add(key);
      if (!this.#takes(':')) this.#refuse('a colon is expected here');
      this.value();
    };
  }

  /** Goes over white space, and over a sign where it is the next. */
  #takes(sign: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  /** Goes over what matches here, and returns it. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #refuse(reason: string): never {
    throw new Fault(this.#at, reason);
  }
}
