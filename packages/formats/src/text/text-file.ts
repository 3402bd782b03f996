import type { FileSink } from '../lines.ts';
import { withoutMark } from './encoding.ts';

const BRACKET = 91;
const BRACE = 123;
/** The time in brackets before a line of a log, and no list. */
const STAMP = /^\s*\[(\d{4}-\d\d-|\d\d:\d\d:)/;

/** What a text may be: each is begun when that shows. */
export interface TextKinds {
  readonly json: () => FileSink;
  readonly table: () => FileSink;
}

/** Reads a text in UTF-8: JSON, by its first sign, or else a table. */
export function textFile({ json, table }: TextKinds): FileSink {
  let sink: FileSink | undefined;
  const begin = (bytes: Uint8Array): FileSink => {
    const first = bytes.find((byte) => byte > 32);
    const isStamp =
      first === BRACKET && STAMP.test(new TextDecoder().decode(bytes.subarray(0, 40)));
    return !isStamp && (first === BRACKET || first === BRACE) ? json() : table();
  };
  return {
    push(piece) {
      const bytes = sink ? piece : withoutMark(piece);
      sink ??= begin(bytes);
      sink.push(bytes);
    },
    end() {
      sink ??= begin(new Uint8Array(0));
      return sink.end();
    },
  };
}
