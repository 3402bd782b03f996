import { ByteSlabs } from './byte-slabs.ts';

/** Copies of payloads, in memory that is used again when they have been written. */
export class PendingBytes {
  #waiting = new ByteSlabs();
  #underWay = new ByteSlabs();

  copy(bytes: Uint8Array): Uint8Array {
    return this.#waiting.copy(bytes);
  }

  /** What waits is being written from now on. */
  take(): void {
    [this.#waiting, this.#underWay] = [this.#underWay, this.#waiting];
  }

  /** All that was taken is written, or has copies of its own. */
  written(): void {
    this.#underWay.clear();
  }

  /** Something was not written, or not for sure. It may be sent yet, from where it lies: nothing may write there. */
  failed(): void {
    this.#underWay = new ByteSlabs();
  }
}
