/** A line of a server's log that tells of the owner of a session. */
interface OwnerEvent {
  /** Unix milliseconds; all servers have the clock of one machine. */
  readonly time: number;
  readonly node: string;
  readonly session: string;
  readonly epoch: number;
  /** Frames of its client that the session had taken in. */
  readonly requests: number;
  readonly msg: 'session taken over' | 'session handed over' | 'session surrendered';
}

/** What is wrong with who owned which session, by the logs of all servers. */
export interface OwnersTally {
  /** How often a session was taken over; of these, how often its owner had handed it over. */
  readonly taken: number;
  readonly handedOver: number;
  /** Copies that were given up, because another server had gone on with the session. */
  readonly surrendered: number;
  /** Epochs of a session that two servers had, or that were not later than the one before. */
  readonly wrong: number;
  /** Sessions that were taken over with less than what their owner had handed over. */
  readonly behind: number;
}

/** Reads what servers log. */
export class Owners {
  readonly #events: OwnerEvent[] = [];
  readonly #rests = new Map<number, string>();

  /** Takes what a server has said. */
  read(server: number, text: string): void {
    const lines = ((this.#rests.get(server) ?? '') + text).split('\n');
    this.#rests.set(server, lines.pop() ?? '');
    for (const line of lines) {
      if (!/"msg":"session (taken over|handed over|surrendered)"/.test(line)) continue;
      this.#events.push(JSON.parse(line) as OwnerEvent);
    }
  }

  tally(): OwnersTally {
    let [wrong, behind] = [0, 0];
    const of = (msg: OwnerEvent['msg']) => this.#events.filter((event) => event.msg === msg);
    const owners = new Map<string, string>();
    for (const { session, epoch, node } of of('session taken over')) {
      const key = `${session} ${epoch}`;
      if ((owners.get(key) ?? node) !== node) wrong++;
      owners.set(key, node);
    }
    const given = new Map<string, OwnerEvent>();
    for (const event of of('session handed over')) {
      const { session, epoch, node } = event;
      const key = `${session} ${epoch}`;
      // The first epoch is that of the server at which the session began.
      if (epoch > 0 && owners.get(key) !== node) wrong++;
      given.set(key, event);
    }
    for (const { session, epoch, requests, time } of of('session taken over')) {
      const before = given.get(`${session} ${epoch - 1}`);
      // One that has slept lets go of its copy when it wakes: that comes too late, and counts for nothing.
      if (before && before.time <= time && requests < before.requests) behind++;
    }
    return {
      taken: of('session taken over').length,
      handedOver: of('session handed over').length,
      surrendered: of('session surrendered').length,
      wrong,
      behind,
    };
  }
}
