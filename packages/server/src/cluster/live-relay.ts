import type { LiveHub } from '../live/hub.ts';
import type { Viewer, ViewersElsewhere } from '../live/viewer.ts';
import type { Clock, Timer } from '../session/index.ts';
import type { Bus } from './bus.ts';
import type { ClusterLink } from './cluster-link.ts';
import type { ClusterKeys } from './keys.ts';
import { type Question, SessionId } from './messages.ts';
import { type RelayedMessage, readRelayed } from './relayed.ts';

/** Whoever has viewers says so this often, and is told for so long without, in milliseconds. */
const RENEW_MS = 5000;
const LEASE_MS = 15_000;
/** A server that has viewers to tell shows every 2 s that it lives; one that is silent for longer is dead. */
const SILENT_MS = 8000;
const ASK_TIMEOUT_MS = 1500;

/** What the one viewer of the list passes on, and those of traces. */
const OF_THE_LIST: readonly RelayedMessage['type'][] = ['sessions', 'ended'];
const OF_A_SESSION: readonly RelayedMessage['type'][] = ['trace', 'frames'];

/** What the relay needs. */
export interface LiveRelayOptions {
  readonly link: ClusterLink;
  readonly keys: ClusterKeys;
  readonly bus: Bus;
  readonly clock: Clock;
  hub(): LiveHub;
}

type LiveQuestion = Extract<Question, { readonly ask: 'live' }>;

/** A server whose viewers are told of the sessions here. */
interface Told {
  untilMs: number;
  readonly list: Viewer;
  readonly traces: Map<string, Viewer>;
}

/**
 * Lets the viewers of one server see the sessions of another. A server with viewers says so again and again; the others
 * tell it what they would tell a viewer of their own, and nothing while there is none.
 */
export class LiveRelay implements ViewersElsewhere {
  readonly #options: LiveRelayOptions;
  readonly #told = new Map<string, Told>();
  readonly #heardMs = new Map<string, number>();
  /** The sessions that viewers here watch; undefined while there is no viewer. */
  #wanted: readonly string[] | undefined;
  #timer: Timer | undefined;
  #leases: Timer | undefined;

  constructor(options: LiveRelayOptions) {
    this.#options = options;
  }

  want(sessions: readonly string[] | undefined, anew?: string): void {
    const { link, keys } = this.#options;
    const isFirst = this.#wanted === undefined;
    if (isFirst && sessions === undefined) return;
    this.#wanted = sessions;
    if (sessions === undefined) {
      this.#timer?.cancel();
      this.#timer = undefined;
      this.#heardMs.clear();
      void link.unsubscribe(keys.liveChannel(link.node));
      void this.#say(null);
    } else if (isFirst) {
      void link
        .subscribe(keys.liveChannel(link.node), (text) => this.#hear(text))
        .catch(() => {})
        .then(() => this.#say(this.#wanted ?? null, true));
      this.#watch();
    } else {
      void this.#say(sessions, false, anew);
    }
  }

  /** Another server has viewers, as it says. */
  tell(node: string, { watch, isNew, anew }: LiveQuestion): void {
    let told = this.#told.get(node);
    if (told && (watch === null || isNew)) {
      this.#leave(node, told);
      told = undefined;
    }
    if (watch === null) return;
    const hub = this.#options.hub();
    if (!told) {
      told = { untilMs: 0, list: this.#viewer(node, OF_THE_LIST), traces: new Map() };
      this.#told.set(node, told);
      hub.join(told.list);
    }
    told.untilMs = this.#options.clock.monotonic() + LEASE_MS;
    for (const [id, viewer] of told.traces) {
      if (watch.includes(id)) continue;
      hub.leave(viewer);
      told.traces.delete(id);
    }
    for (const id of watch) {
      const known = told.traces.get(id);
      if (known && id === anew) hub.watch(known, id);
      if (known) continue;
      const viewer = this.#viewer(node, OF_A_SESSION);
      told.traces.set(id, viewer);
      hub.join(viewer);
      hub.watch(viewer, id);
    }
    this.#watchLeases();
  }

  close(): void {
    this.#timer?.cancel();
    this.#leases?.cancel();
  }

  /** A viewer at another server, as the hub here knows it: it passes on what is of these types. */
  #viewer(node: string, types: readonly RelayedMessage['type'][]): Viewer {
    const { link, keys } = this.#options;
    const beginnings = types.map((type) => `{"type":"${type}"`);
    return {
      isElsewhere: true,
      send: (text) => {
        if (!beginnings.some((beginning) => text.startsWith(beginning))) return;
        const relayed = `{"from":"${link.node}","message":${text}}`;
        link.publish(keys.liveChannel(node), relayed).catch(() => {});
      },
      close() {},
    };
  }

  #hear(text: string): void {
    const relayed = readRelayed(text);
    if (!relayed || this.#wanted === undefined) return;
    const { from, message } = relayed;
    this.#heardMs.set(from, this.#options.clock.monotonic());
    const isComplete = this.#options.hub().hear(from, message);
    // Something was missed: all is told anew.
    if (!isComplete) this.#ask(from, true);
  }

  #watch(): void {
    this.#timer = this.#options.clock.after(RENEW_MS, () => {
      void this.#say(this.#wanted ?? null);
      const now = this.#options.clock.monotonic();
      for (const [node, heardMs] of this.#heardMs) {
        if (now - heardMs < SILENT_MS) continue;
        this.#heardMs.delete(node);
        this.#options.hub().forgetServer(node);
      }
      this.#watch();
    });
  }

  /** Never rejects. */
  async #say(watch: readonly string[] | null, isNew = false, anew?: string): Promise<void> {
    const again = anew !== undefined && isId(anew) ? { anew } : {};
    const question: Question = { ask: 'live', watch: watch?.filter(isId) ?? null, isNew, ...again };
    await this.#options.bus.askAll(question, ASK_TIMEOUT_MS).catch(() => {});
  }

  #ask(node: string, isNew: boolean): void {
    const watch = (this.#wanted ?? []).filter(isId);
    const question: Question = { ask: 'live', watch, isNew };
    this.#options.bus.ask(node, question, ASK_TIMEOUT_MS).catch(() => {});
  }

  #watchLeases(): void {
    this.#leases ??= this.#options.clock.after(RENEW_MS, () => {
      this.#leases = undefined;
      const now = this.#options.clock.monotonic();
      for (const [node, told] of this.#told) if (told.untilMs < now) this.#leave(node, told);
      if (this.#told.size > 0) this.#watchLeases();
    });
  }

  #leave(node: string, { list, traces }: Told): void {
    this.#told.delete(node);
    const hub = this.#options.hub();
    for (const viewer of [list, ...traces.values()]) hub.leave(viewer);
  }
}

/** Viewers may name whatever they like. */
function isId(text: string): boolean {
  return SessionId.safeParse(text).success;
}
