import type { ClientClock, ClientStorage } from './options.ts';
import type { OutboxSnapshot } from './outbox.ts';
import { followPage } from './page-lifecycle.ts';
import type { StepCountSnapshot } from './step-count.ts';

/** What resumes a session. */
export interface Ticket {
  /** The resume token; none where the server keeps no sessions. */
  readonly token?: string | undefined;
  /** Whether the server takes it in a message; an address may stand in the logs of proxies. */
  readonly byMessage?: boolean | undefined;
}

/** What a client must know to go on after a reload. */
export interface SavedState extends Ticket {
  readonly outbox: OutboxSnapshot;
  readonly count: StepCountSnapshot;
}

/** Changes whenever what is saved does, so that no version reads another's state. */
const VERSION = 2;
const SAVE_INTERVAL_MS = 1000;

/** Whom a store asks and tells. */
export interface StoreContext {
  /** What is to be saved. */
  state(): SavedState;
  /** The page is left: it is thrown away, or frozen until the user comes back to it. */
  onLeave(): void;
  /** The page is back from where it was frozen. */
  onReturn(): void;
}

/** Keeps a client's state. A storage that is full or forbidden harms nobody: then nothing is kept. */
export class StateStore {
  readonly #storage: ClientStorage | undefined;
  readonly #key: string;
  readonly #clock: ClientClock;
  readonly #context: StoreContext;
  #savedAt = Number.NEGATIVE_INFINITY;
  #unfollow: (() => void) | undefined;
  #over = false;

  constructor(
    key: string,
    { storage, clock }: { readonly storage?: ClientStorage; readonly clock: ClientClock },
    context: StoreContext,
  ) {
    this.#storage = storage;
    this.#key = `stepstream:${key}`;
    this.#clock = clock;
    this.#context = context;
  }

  /** Follows the page from now on, and saves before it is gone. */
  follow(): void {
    if (this.#over) return;
    this.#unfollow = followPage({
      onHidden: () => this.save(true),
      onLeave: () => {
        this.save(true);
        this.#context.onLeave();
      },
      onReturn: () => this.#context.onReturn(),
    });
  }

  /** What was saved; undefined where there is nothing that can be read. */
  load(): SavedState | undefined {
    try {
      const saved = JSON.parse(this.#storage?.getItem(this.#key) ?? '{}');
      return saved.version === VERSION ? saved : undefined;
    } catch {
      return undefined;
    }
  }

  /** Saves, at most once a second unless `now`. */
  save(now = false): void {
    if (!this.#storage || this.#over) return;
    const time = this.#clock.now();
    if (!now && time - this.#savedAt < SAVE_INTERVAL_MS) return;
    this.#savedAt = time;
    try {
      this.#storage.setItem(
        this.#key,
        JSON.stringify({ version: VERSION, ...this.#context.state() }),
      );
    } catch {
      // An older state is as good as it was.
    }
  }

  /** Forgets what was saved, for good. */
  clear(): void {
    this.#over = true;
    this.#unfollow?.();
    try {
      this.#storage?.removeItem(this.#key);
    } catch {
      // It was not kept either.
    }
  }
}
