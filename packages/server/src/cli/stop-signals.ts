import { closeSync, openSync } from 'node:fs';

/** How soon a server that is told to stop is to be gone. */
export type Haste = 'in_order' | 'at_once';

/**
 * What a signal asks for. SIGTERM is how supervisors end a program, and they wait; Ctrl-C and the end of a terminal
 * come from somebody who sits there and does not.
 */
const SIGNALS = { SIGTERM: 'in_order', SIGINT: 'at_once' } as const;

/** What tells a process that it has a terminal, which can end. */
const TERMINAL = '/dev/tty';

/** The exit code of a third signal: whoever sends it wants no order any more. */
const FORCED = 130;

/** The requests to stop that reach this process. */
export class StopSignals {
  readonly #first = Promise.withResolvers<Haste>();
  readonly #second = Promise.withResolvers<void>();
  #count = 0;
  /** What is done in place of stopping when SIGHUP comes. */
  readonly #reloads: (() => void)[] = [];

  /** Listens from now on. */
  constructor() {
    for (const [signal, haste] of Object.entries(SIGNALS)) {
      process.on(signal, () => this.receive(haste));
    }
    process.on('SIGHUP', () => {
      if (this.#reloads.length === 0) this.receive('at_once');
      for (const reload of this.#reloads) reload();
    });
  }

  /**
   * Does something else than to stop when SIGHUP comes, where that can't be a terminal's end: then it is how
   * supervisors have a program read its files again. Several may be done.
   */
  onReload(reload: () => void): void {
    if (!hasTerminal()) this.#reloads.push(reload);
  }

  /** Resolves with the first. */
  get first(): Promise<Haste> {
    return this.#first.promise;
  }

  /** Resolves with the second. */
  get second(): Promise<void> {
    return this.#second.promise;
  }

  /** Takes a request to stop; the third ends the process where it is. */
  receive(haste: Haste): void {
    this.#count++;
    if (this.#count === 1) this.#first.resolve(haste);
    else if (this.#count === 2) this.#second.resolve();
    else process.exit(FORCED);
  }
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync(TERMINAL, 'r'));
    return true;
  } catch {
    return false;
  }
}
