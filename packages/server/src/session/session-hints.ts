import type { SampleBlock, Settings } from '@stepstream/protocol';
import { type SignalHint, transferHints } from './signal-hint.ts';
import { NO_HINTS, SignalHints } from './signal-hints.ts';
import type { StateWalk } from './state-walk.ts';

/** The hints that a session has been given, and what looks for more. */
export class SessionHints {
  #given = NO_HINTS;
  /** Looks at the beginning of a signal; gone once it has seen enough. */
  #looking: SignalHints | undefined = new SignalHints();

  /** In the order in which they were found; at most one of each code. */
  get given(): readonly SignalHint[] {
    return this.#given;
  }

  /** Looks at the samples of a frame, at the beginning of a signal; see {@link SignalHints.look}. */
  look(block: SampleBlock, settings: Settings, arrivalSeconds: number): void {
    if (!this.#looking?.look(block, settings, arrivalSeconds)) return;
    this.#given = this.#looking.given;
    this.#looking = undefined;
  }

  /** What comes now is another signal. */
  lookAgain(): void {
    this.#looking = new SignalHints(this.#given);
  }

  /** Saves or restores the state. */
  transfer(io: StateWalk): void {
    this.#given = transferHints(io, this.#given);
    const looks = io.flag(this.#looking !== undefined);
    if (io.restores) this.#looking = looks ? new SignalHints(this.#given) : undefined;
    this.#looking?.transfer(io);
  }
}
