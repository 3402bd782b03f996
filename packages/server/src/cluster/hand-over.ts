import type { Clock, Session, SessionRegistry } from '../session/index.ts';
import type { BufferedStore } from '../store/index.ts';
import type { Answer } from './messages.ts';

/** How long the store has to take what waits, in milliseconds: less than whoever asks waits for the answer. */
const SAVE_TIMEOUT_MS = 1000;

/** What handing over needs. */
export interface HandOverOptions {
  readonly clock: Clock;
  readonly buffer: Pick<BufferedStore, 'flush'>;
  registry(): SessionRegistry;
  /** Resolves when a session is here that is just being taken over. */
  settled(sessionId: string): Promise<void>;
  onHandedOver(session: Session): void;
}

/** Lets go of sessions for servers that their clients have come to. */
export class HandOver {
  readonly #options: HandOverOptions;

  constructor(options: HandOverOptions) {
    this.#options = options;
  }

  /** Saves a session and lets go of it, where the token of this digest is its own. Never rejects. */
  async answer(sessionId: string, digest: string): Promise<Answer['result']> {
    const { registry, settled, onHandedOver } = this.#options;
    // It may just be on its way here, and then it begins in this turn of the event loop.
    await settled(sessionId);
    await new Promise((resolve) => setImmediate(resolve));
    const session = registry().find(sessionId);
    if (session) {
      if (!session.admitsDigest(new Uint8Array(Buffer.from(digest, 'base64')))) return 'refused';
      registry().handOver(session);
      onHandedOver(session);
    }
    // Also where it is here no more: what was saved of it may still wait.
    if (!(await this.isSaved())) return 'failed';
    return session ? 'done' : 'absent';
  }

  /** Writes what waits; tells whether that went well. Never rejects. */
  async isSaved(): Promise<boolean> {
    const { clock, buffer } = this.#options;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = clock.after(SAVE_TIMEOUT_MS, () => resolve(false));
    buffer.flush().then(
      () => resolve(true),
      () => resolve(false),
    );
    const isSaved = await promise;
    timer.cancel();
    return isSaved;
  }
}
