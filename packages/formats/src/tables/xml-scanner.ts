/** What is told of an XML text, in its order. Names are without their prefix. */
export interface XmlEvents {
  /** @param attributes - as they stand in the text; {@link attribute} reads one */
  readonly onOpen: (name: string, attributes: string) => void;
  readonly onText: (text: string) => void;
  readonly onClose: (name: string) => void;
}

const MAX_PENDING = 1 << 20;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/**
 * Takes an XML text apart piece by piece, as far as workbooks need it: no entities but the five that are always
 * there, and those by number; what a document type declares is passed over.
 */
export class XmlScanner {
  readonly #events: XmlEvents;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(events: XmlEvents) {
    this.#events = events;
  }

  /** @throws {RangeError} when a tag or a text does not end */
  push(bytes: Uint8Array): void {
    const text = this.#rest + this.#decoder.decode(bytes, { stream: true });
    let at = 0;
    for (let end = markupEnd(text, at); end > 0; end = markupEnd(text, at)) {
      const start = text.indexOf('<', at);
      if (start > at) this.#events.onText(unescaped(text.slice(at, start)));
      this.#markup(text.slice(start, end));
      at = end;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > MAX_PENDING) throw new RangeError('a tag or a text does not end');
  }

  #markup(markup: string): void {
    if (markup.startsWith('<![CDATA[')) this.#events.onText(markup.slice(9, -3));
    if (markup[1] === '!' || markup[1] === '?') return;
    const [, close, name = '', attributes = '', empty] =
      /^<(\/?)(?:[\w.-]+:)?([\w.-]+)([\s\S]*?)(\/?)>$/.exec(markup) ?? [];
    if (close !== '/') this.#events.onOpen(name, attributes);
    if (close === '/' || empty === '/') this.#events.onClose(name);
  }
}

/** Where the next tag, comment or section ends; 0 where it is not all there. */
function markupEnd(text: string, from: number): number {
  const start = text.indexOf('<', from);
  if (start < 0) return 0;
  const end = text.startsWith('<!--', start)
    ? '-->'
    : text.startsWith('<![CDATA[', start)
      ? ']]>'
      : '>';
  // A section whose first signs are not all there would be taken for a tag.
  if (text.length - start < 9 && text.startsWith('<!', start)) return 0;
  const at = text.indexOf(end, start);
  return at < 0 ? 0 : at + end.length;
}

const patterns = new Map<string, RegExp>();

/** The value of an attribute; undefined where there is none. */
export function attribute(attributes: string, name: string): string | undefined {
  let pattern = patterns.get(name);
  if (!pattern) {
    pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    patterns.set(name, pattern);
  }
  const value = pattern.exec(attributes);
  const text = value?.[1] ?? value?.[2];
  return text === undefined ? undefined : unescaped(text);
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, name: string) => {
    if (name[0] !== '#') return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
