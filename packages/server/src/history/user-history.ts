import type { BufferedStore, HistoryStore, UtcMinute } from '../store/index.ts';

/** What a history is made of. */
export interface UserHistoryOptions {
  readonly store: HistoryStore;
  /** What waits to be written there. */
  readonly buffer: Pick<BufferedStore, 'flush' | 'forget'>;
  /** Ends the session of a user, as an operator would, and sees to it that nothing of it is written any more. */
  endUser(userId: string): unknown;
  /** Hands what the live session of a user has counted to the buffer; what has been counted elsewhere, to the store. */
  saveUser(userId: string): unknown;
}

/** The steps of users: what is stored, and what is still to be. */
export class UserHistory {
  readonly #options: UserHistoryOptions;

  constructor(options: UserHistoryOptions) {
    this.#options = options;
  }

  /**
   * Hands the store out for reading, once it holds all that this server has counted.
   *
   * @param userId whose steps are to be read; where it is left out, live sessions may be some seconds ahead
   * @throws {StoreError} when something can't be written
   */
  async settle(userId?: string): Promise<HistoryStore> {
    const { store, buffer, saveUser } = this.#options;
    if (userId !== undefined) await saveUser(userId);
    await buffer.flush();
    return store;
  }

  /**
   * Ends a user's session, as an operator would, and removes all that is kept of the user.
   *
   * @throws {StoreError} when the store fails; some may be left then
   */
  async forget(userId: string): Promise<void> {
    const { buffer, endUser } = this.#options;
    // What its end hands to the buffer is removed with the rest.
    await endUser(userId);
    await buffer.forget(userId);
  }

  /** Removes all minutes before one. @throws {StoreError} */
  async prune(before: UtcMinute): Promise<void> {
    await this.#options.store.prune(before);
  }
}
