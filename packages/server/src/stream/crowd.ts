import type { Clock } from '../session/index.ts';

/** Who has been connected for so long, and has not said anything, gives way to others, in milliseconds. */
const SILENT_MS = 10_000;
/** So many give way at once: to look for them costs as much as for one. */
const AT_ONCE = 32;
/** Who has been asked for a sign of life has so long to give one, in milliseconds. */
const ANSWER_MS = 5000;
/** Who has been heard of so lately has no half of a large frame on the way, in milliseconds. */
const LATELY_MS = 2000;

/** A client that is connected. */
export interface Member {
  /** When its socket was opened, and when anything was heard of it last, in milliseconds of the monotonic clock. */
  readonly openedMs: number;
  readonly lastSignMs: number;
  /** Asks for a sign of life. */
  ping(): void;
  /** Closes its connection: others need the room. */
  giveWay(): void;
}

/** All clients that are connected, and who of them has to go where there is no room for all. */
export class Crowd {
  /** Those who had to go, since the beginning: who said nothing, gave no sign of life, or was quiet in need. */
  readonly shed = { silent: 0, lifeless: 0, quiet: 0 };
  readonly #clock: Clock;
  readonly #members = new Set<Member>();
  /** Those who have not said anything, the newest last. */
  readonly #silent = new Set<Member>();
  /** When all were asked for a sign of life that had given none lately. */
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#members.size;
  }

  /** A socket is open. */
  add(member: Member): void {
    this.#members.add(member);
    this.#silent.add(member);
  }

  /** Its client has said something. */
  spoke(member: Member): void {
    this.#silent.delete(member);
  }

  /** It is closed. */
  remove(member: Member): void {
    this.#members.delete(member);
    this.#silent.delete(member);
  }

  /** The server is full: closes the newest of those that have not said anything for a while. */
  makeRoom(): boolean {
    const now = this.#clock.monotonic();
    const silent = [...this.#silent].filter(({ openedMs }) => now - openedMs >= SILENT_MS);
    return this.#close(silent.slice(-AT_ONCE), 'silent');
  }

  /**
   * Memory is short. A client in the midst of a long frame can't answer a ping, so whoever gives no sign of life is
   * closed: what has half come from it is not known, but it may be much.
   */
  askForLife(): void {
    const now = this.#clock.monotonic();
    if (now - this.#askedMs < ANSWER_MS) return;
    const asked = this.#askedMs;
    const isFirst = now - asked > 2 * ANSWER_MS;
    const lifeless = [...this.#members].filter(({ lastSignMs }) => lastSignMs < asked);
    if (!isFirst) this.#close(lifeless, 'lifeless');
    this.#askedMs = now;
    for (const member of this.#members) if (now - member.lastSignMs >= LATELY_MS) member.ping();
  }

  /**
   * Memory is about to be gone: closes the newest of those that have not said anything, however new, or else of those
   * that are quiet just now.
   */
  makeRoomAtOnce(): void {
    const now = this.#clock.monotonic();
    if (this.#close([...this.#silent].slice(-4 * AT_ONCE), 'silent')) return;
    const quiet = [...this.#members].filter(({ lastSignMs }) => now - lastSignMs >= LATELY_MS);
    this.#close(quiet.slice(-4 * AT_ONCE), 'quiet');
  }

  #close(members: readonly Member[], why: keyof Crowd['shed']): boolean {
    for (const member of [...members].reverse()) {
      this.remove(member);
      this.shed[why]++;
      member.giveWay();
    }
    return members.length > 0;
  }
}
