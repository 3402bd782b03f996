import type { Message } from './message.ts';

/** A message that an endpoint did not get. */
export interface DeadLetter {
  readonly message: Message;
  /** Which endpoint, counted from 1 in the order of the setting. */
  readonly endpoint: number;
  readonly attempts: number;
  /** Why, for operators. */
  readonly error: string;
  /** When it was given up: Unix time in milliseconds. */
  readonly diedMs: number;
}

/** Most dead letters that are kept; the oldest goes first. */
export const MAX_DEAD_LETTERS = 1000;

/** The messages that were given up, for operators to see and to try again. */
export class DeadLetters {
  #letters: DeadLetter[] = [];
  #dropped = 0;

  /** All that are kept, oldest first. */
  get all(): readonly DeadLetter[] {
    return this.#letters;
  }

  /** How many were too many to keep. */
  get dropped(): number {
    return this.#dropped;
  }

  add(letter: DeadLetter): void {
    this.#letters.push(letter);
    if (this.#letters.length <= MAX_DEAD_LETTERS) return;
    this.#letters.shift();
    this.#dropped++;
  }

  /**
   * Takes letters out: they are to be tried again.
   *
   * @param id of the message; all without it
   */
  take(id?: string): readonly DeadLetter[] {
    const isWanted = ({ message }: DeadLetter) => id === undefined || message.id === id;
    const taken = this.#letters.filter(isWanted);
    this.#letters = this.#letters.filter((letter) => !isWanted(letter));
    return taken;
  }
}
