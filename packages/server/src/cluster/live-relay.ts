import type { SessionsMessage, TraceMessage } from '@stepstream/protocol';
import { z } from 'zod';
import type { LiveHub, Viewer, ViewersElsewhere } from '../live/hub.ts';
import type { Clock, Timer } from '../session/index.ts';
import type { Bus } from './bus.ts';
import type { ClusterLink } from './cluster-link.ts';
import type { ClusterKeys } from './keys.ts';
import type { Question } from './messages.ts';

/** Whoever has viewers says so this often, and is told for so long without, in milliseconds. */
const RENEW_MS = 5000;
const LEASE_MS = 15_000;
/** A server that has viewers to tell shows every 2 s that it lives; one that is silent for longer is dead. */
const SILENT_MS = 8000;
const ASK_TIMEOUT_MS = 1500;

const numbers = z.array(z.number());
const Change = z.object({
  id: z.uuid(),
  user_id: z.string().nullable().optional(),
  created_at: z.number().optional(),
  rate: z.number().optional(),
  cadence: z.number().optional(),
  steps: z.number().optional(),
  hints: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
  silent_since: z.number().nullable().optional(),
  away_until: z.number().nullable().optional(),
  errors: z.number().optional(),
  last_error: z.string().nullable().optional(),
});
const Sessions = z.object({
  type: z.literal('sessions'),
  fresh: z.boolean(),
  changed: z.array(Change),
  gone: z.array(z.uuid()),
});
const Trace = z.object({
  ...{ type: z.literal('trace'), session_id: z.uuid(), total_steps: z.number() },
  ...{ times: numbers, magnitudes: numbers, starts: numbers, ends: numbers },
  steps: z.array(z.object({ timestamp: z.number(), foot: z.enum(['start', 'end']) })),
});
const Relayed = z.object({
  from: z.uuid(),
  message: z.discriminatedUnion('type', [Sessions, Trace]),
});

/** What the relay needs. */
export interface LiveRelayOptions {
  readonly link: ClusterLink;
  readonly keys: ClusterKeys;
  readonly bus: Bus;
  readonly clock: Clock;
  hub(): LiveHub;
}

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

  want(sessions: readonly string[] | undefined): void {
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
      void this.#say(sessions);
    }
  }

  /** Another server has viewers, who watch these sessions; null for no more. */
  tell(node: string, watch: readonly string[] | null, isNew: boolean): void {
    let told = this.#told.get(node);
    if (told && (watch === null || isNew)) {
      this.#leave(node, told);
      told = undefined;
    }
    if (watch === null) return;
    const hub = this.#options.hub();
    if (!told) {
      told = { untilMs: 0, list: this.#viewer(node, 'sessions'), traces: new Map() };
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
      if (told.traces.has(id)) continue;
      const viewer = this.#viewer(node, 'trace');
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

  /** A viewer at another server, as the hub here knows it: it passes on what is of one type. */
  #viewer(node: string, type: 'sessions' | 'trace'): Viewer {
    const { link, keys } = this.#options;
    const begin = `{"type":"${type}"`;
    return {
      isElsewhere: true,
      send: (text) => {
        if (!text.startsWith(begin)) return;
        const relayed = `{"from":"${link.node}","message":${text}}`;
        link.publish(keys.liveChannel(node), relayed).catch(() => {});
      },
      close() {},
    };
  }

  #hear(text: string): void {
    const relayed = read(text);
    if (!relayed || this.#wanted === undefined) return;
    const { from, message } = relayed;
    this.#heardMs.set(from, this.#options.clock.monotonic());
    const isComplete = this.#options.hub().hear(from, message as SessionsMessage | TraceMessage);
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
  async #say(watch: readonly string[] | null, isNew = false): Promise<void> {
    const question: Question = { ask: 'live', watch: watch?.filter(isId) ?? null, isNew };
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
  return z.uuid().safeParse(text).success;
}

function read(text: string): z.infer<typeof Relayed> | undefined {
  try {
    return Relayed.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
