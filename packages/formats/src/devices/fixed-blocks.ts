import type { FileSink } from '../lines.ts';

/** Cuts a file into blocks of one size. The block that is handed on is used again for the next one. */
export class FixedBlocks implements FileSink {
  readonly #block: Uint8Array;
  readonly #onBlock: (block: Uint8Array) => void;
  readonly #onRest: (bytes: number) => void;
  #filled = 0;

  /** @param onRest - told at the end how many bytes of a last, incomplete block there are, if any */
  constructor(size: number, onBlock: (block: Uint8Array) => void, onRest: (bytes: number) => void) {
    this.#block = new Uint8Array(size);
    this.#onBlock = onBlock;
    this.#onRest = onRest;
  }

  push(bytes: Uint8Array): void {
    const size = this.#block.length;
    for (let at = 0; at < bytes.length; ) {
      const taken = Math.min(size - this.#filled, bytes.length - at);
      this.#block.set(bytes.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled < size) return;
      this.#filled = 0;
      this.#onBlock(this.#block);
    }
  }

  end(): void {
    if (this.#filled > 0) this.#onRest(this.#filled);
  }
}
