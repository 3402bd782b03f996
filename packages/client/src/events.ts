import type { Sample, StepDetection } from '@stepstream/protocol';
import type { StepstreamError } from './errors.ts';

/** A foot has landed. Confirmed steps are final. */
export interface StepEvent {
  /** The moment of the contact, in seconds, on the clock of the samples. */
  readonly timestamp: number;
  /** The feet alternate. */
  readonly foot: 'start' | 'end';
  /** How sure the detector is, 0 … 1. */
  readonly confidence: number;
  /** Steps so far, this one included. */
  readonly total: number;
}

/** The server has taken in samples; or told, on resuming, what it had. */
export interface UpdateEvent {
  /** Steps so far, over all connections, since the beginning or the last reset. */
  readonly totalSteps: number;
  /** Steps seen but not yet confirmed; 0 on resuming, when it is not known. */
  readonly pendingSteps: number;
  /** The samples that are known to be taken in by now, each told once, in order. */
  readonly samples: readonly Sample[];
  /** The server's answer; none on resuming, and for samples that it took in without a word. */
  readonly detection?: StepDetection;
}

/** The server suspects that the samples are not what they should be: a wrong unit, say. */
export interface HintEvent {
  /** Stable: programs may branch on it. */
  readonly code: string;
  /** What may be wrong, for a person. */
  readonly message: string;
}

/**
 * `connecting`: on the way to the server. `open`: samples flow. `offline`: the link is lost; the
 * client waits to connect again. `closed`: for good.
 */
export type ClientState = 'connecting' | 'open' | 'offline' | 'closed';

/** The client's state has changed. */
export interface StateEvent {
  readonly state: ClientState;
  /** With `open`, after a lost link: whether the session goes on, or a new one began. */
  readonly resumed?: boolean;
  /** With `offline` and `closed`: the close code. 1006 also when the client itself gave up. */
  readonly code?: number;
  /** A few words to the code. */
  readonly reason?: string;
  /** With `offline`: milliseconds until the next attempt; none where the next sample brings it. */
  readonly retryIn?: number;
}

/** What a client tells, by the name of the event. */
export interface ClientEvents {
  readonly step: StepEvent;
  readonly update: UpdateEvent;
  readonly state: StateEvent;
  readonly hint: HintEvent;
  readonly error: StepstreamError;
}

type Listener<Event> = (event: Event) => void;

/** Keeps listeners and calls them. A listener that throws harms nobody else. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** @returns stops the listening */
  on<Type extends keyof Events>(
    type: Type,
    listener: Listener<Events[Type]>,
    signal?: AbortSignal,
  ): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    const off = () => {
      listeners.delete(listener);
      signal?.removeEventListener('abort', off);
    };
    if (signal?.aborted) return off;
    listeners.add(listener);
    signal?.addEventListener('abort', off, { once: true });
    return off;
  }

  /** @returns whether anybody listened */
  emit<Type extends keyof Events>(type: Type, event: Events[Type]): boolean {
    const listeners = [...(this.#listeners.get(type) ?? [])] as Listener<Events[Type]>[];
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        // It is the app's own error: it goes where the runtime reports uncaught ones.
        setTimeout(() => {
          throw error;
        });
      }
    }
    return listeners.length > 0;
  }
}
