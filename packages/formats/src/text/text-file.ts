import type { FileSink } from '../lines.ts';
import { withoutMark } from './encoding.ts';

const BRACKET = 91;
const BRACE = 123;

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
    return first === BRACKET || first === BRACE ? json() : table();
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
