import type { ClientFrame } from '@stepstream/protocol/codec';

/** After this many unreadable frames in a row the other side does not speak our language. */
const MAX_CONSECUTIVE = 1000;
/** Faults of frames that can't even be taken apart. */
const CODES: ReadonlySet<string> = new Set([
  ...['invalid_json', 'invalid_binary', 'too_complex', 'too_large'],
]);

/** Counts the frames in a row that could not even be taken apart. */
export class Unreadable {
  #consecutive = 0;

  /** Whether, with this frame, there were too many of them. */
  isTooMuch(frame: ClientFrame): boolean {
    const isOne = frame.kind === 'fault' && CODES.has(frame.code);
    this.#consecutive = isOne ? this.#consecutive + 1 : 0;
    return this.#consecutive >= MAX_CONSECUTIVE;
  }
}
