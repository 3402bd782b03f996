import type { FileSink } from './lines.ts';

/**
 * Gathers a file that can only be read as a whole.
 *
 * @param limit - most bytes that are gathered
 * @param tooLarge - makes the error for more
 * @param onWhole - handed the file at its end
 */
export function wholeFile(
  limit: number,
  tooLarge: () => Error,
  onWhole: (bytes: Uint8Array) => void,
): FileSink {
  let pieces: Uint8Array[] = [];
  let length = 0;
  return {
    push(bytes) {
      length += bytes.length;
      if (length > limit) throw tooLarge();
      pieces.push(bytes);
    },
    end() {
      const whole = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
      pieces = [];
      onWhole(whole);
    },
  };
}
