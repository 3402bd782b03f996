import type { Session } from '../session/index.ts';

/** Which of a session's owners this server is, one after the other; see `Checkpoint.epoch`. */
export class Epochs {
  readonly #epochs = new WeakMap<Session, number>();

  /** 0 for a session that never had another owner. */
  of(session: Session): number {
    return this.#epochs.get(session) ?? 0;
  }

  /** A session is owned from now on in this epoch. */
  set(session: Session, epoch: number): void {
    if (epoch > 0) this.#epochs.set(session, epoch);
  }
}
