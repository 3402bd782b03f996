import type { FramesMessage, TraceMessage } from '@stepstream/protocol';
import type { Hooks, StepSession } from '../hooks/index.ts';
import type { Clock, Sessions } from '../session/index.ts';
import type { FrameTaps } from '../stream/index.ts';
import { FrameLog } from './frame-log.ts';
import type { Redaction } from './redact-frame.ts';
import { TraceRecorder } from './trace-recorder.ts';

/** What observing needs. */
export interface ObservedContext {
  readonly sessions: Pick<Sessions, 'get'>;
  readonly hooks: Pick<Hooks, 'on'>;
  readonly clock: Clock;
  /** Where frames and answers are seen. Default: nowhere. */
  readonly taps?: Pick<FrameTaps, 'remove' | 'set'> | undefined;
  /** What users are called instead of by their names, where these are hidden in logs. Default: their names. */
  readonly label?: Redaction['label'];
}

/** A session that somebody watches, and what keeps what it says. */
interface Observed {
  readonly session: StepSession;
  readonly recorder: TraceRecorder;
  readonly frames: FrameLog;
  stop(): void;
}

/** The sessions that are observed, and no others: each costs something for every sample. */
export class ObservedSessions {
  readonly #context: ObservedContext;
  readonly #observed = new Map<string, Observed>();

  constructor(context: ObservedContext) {
    this.#context = context;
  }

  /** Has these sessions observed, as far as they are here, and no others. */
  observe(watched: ReadonlySet<string>): void {
    const { sessions } = this.#context;
    for (const [id, { session }] of [...this.#observed]) {
      if (!watched.has(id) || sessions.get(id) !== session) this.forget(id);
    }
    for (const id of watched) {
      const session = sessions.get(id);
      if (session && !this.#observed.has(id)) this.#observed.set(id, this.#begin(session));
    }
  }

  /** Observes a session no longer, whether or not it is still there. */
  forget(id: string): void {
    const observed = this.#observed.get(id);
    if (!observed) return;
    observed.stop();
    this.#observed.delete(id);
  }

  /** What the sensor and the detector of each have said since the last time. */
  *traces(): Iterable<TraceMessage> {
    for (const { session, recorder } of this.#observed.values()) {
      const trace = recorder.take(session);
      if (trace) yield trace;
    }
  }

  /** Frames of each, and their answers, since the last time. */
  *frames(): Iterable<FramesMessage> {
    for (const { frames } of this.#observed.values()) {
      const message = frames.take();
      if (message) yield message;
    }
  }

  /** The last frames of a session, for who begins to watch it; undefined where it is not observed. */
  framesOf(id: string): FramesMessage | undefined {
    return this.#observed.get(id)?.frames.all();
  }

  #begin(session: StepSession): Observed {
    const { hooks, clock, taps, label } = this.#context;
    const { id, userId } = session;
    const recorder = new TraceRecorder();
    const frames = new FrameLog(id, () => clock.now(), { userId, label });
    const stops = [
      hooks.on('samples', (_, trace) => recorder.samples(trace), { session: id }),
      hooks.on('step', (_, step) => recorder.step(step), { session: id }),
    ];
    taps?.set(id, frames);
    const stop = () => {
      for (const each of stops) each();
      taps?.remove(id);
    };
    return { session, recorder, frames, stop };
  }
}
