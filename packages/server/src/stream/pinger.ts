import type { Clock, Timer } from '../session/index.ts';
import type { Socket, SocketObserver } from './socket.ts';

/**
 * Sockets are pinged in groups, one a second: a server with ten thousand does not stop for all at once.
 */
const GROUP_INTERVAL_MS = 1000;

/**
 * Pings every socket once an interval, so that no proxy takes it for idle. Answers are not waited for:
 * a client is alive by its messages.
 */
export class Pinger implements SocketObserver {
  readonly #clock: Clock;
  readonly #groups: readonly Set<Socket>[];
  #count = 0;
  #next = 0;
  #timer: Timer | undefined;

  /** @param intervalSeconds whole seconds between two pings of a socket; 0 for none */
  constructor(clock: Clock, intervalSeconds: number) {
    this.#clock = clock;
    this.#groups = Array.from({ length: intervalSeconds }, () => new Set<Socket>());
  }

  /** Pings a socket from now on. */
  opened(socket: Socket): void {
    // The group whose turn has just been: the first ping comes after nearly a whole interval.
    const group = this.#groups.at(this.#next - 1);
    if (!group) return;
    group.add(socket);
    this.#count++;
    this.#timer ??= this.#clock.after(GROUP_INTERVAL_MS, () => this.#tick());
  }

  /** Pings a socket no longer. */
  closed(socket: Socket): void {
    // Looking through the groups takes less than to note each socket's would hold.
    if (this.#groups.some((group) => group.delete(socket))) this.#count--;
    if (this.#count > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #tick(): void {
    this.#timer = this.#clock.after(GROUP_INTERVAL_MS, () => this.#tick());
    for (const socket of this.#groups[this.#next] ?? []) socket.ping();
    this.#next = (this.#next + 1) % this.#groups.length;
  }
}
