import type { MissedStep, ServerMessage, SessionStarted } from '@stepstream/protocol';

/** A session as servers have it; copied, it is a checkpoint. */
interface Session {
  id: number;
  frames: number;
  samples: number;
  steps: number;
  /** Steps since the last reset, with the sample that confirmed each. */
  recent: (MissedStep & { readonly sample: number })[];
  /** Timestamps of the samples and names of the requests that it has taken in. */
  seen: (number | string)[];
  replies: string;
}

/** The sample that is the third one of a number's count is a step; the server refuses some others. */
const isStep = (timestamp: number) => timestamp % 3 === 2;
export const isRejected = (timestamp: number) => timestamp % 11 === 4;

/** The steps that a server finds in samples 0 … `count` - 1, if all of them reach it once. */
export function stepsAmong(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i).filter((i) => isStep(i) && !isRejected(i));
}

/** A server that saves its session when told, and comes back from that. It knows no time. */
export class SavingServer {
  readonly #saves: boolean;
  #session: Session = newSession(1);
  #saved: Session | undefined;
  #wire: string[] = [];
  #answers: object[] = [];

  /** @param saves whether it has a store */
  constructor(saves = true) {
    this.#saves = saves;
  }

  /** What the session has taken in. */
  get seen(): readonly (number | string)[] {
    return this.#session.seen;
  }

  /** A frame of the client is on its way. */
  send(frame: string): void {
    this.#wire.push(frame);
  }

  /** Takes the next frame. @param silently says nothing where nothing need be said */
  take(silently: boolean): boolean {
    const text = this.#wire.shift();
    if (text === undefined) return false;
    const frame = JSON.parse(text);
    this.#session.frames++;
    if (frame.action) this.#answers.push(this.#answer(frame));
    else this.#detect(frame.samples ?? [frame], silently);
    return true;
  }

  /** The next message arrives. */
  hear(): ServerMessage | undefined {
    return this.#answers.shift() as ServerMessage | undefined;
  }

  /** Saves the session, and says so. */
  save(): void {
    if (!this.#saves) return;
    this.#saved = structuredClone(this.#session);
    this.#answers.push({ type: 'checkpoint', total_requests: this.#session.frames });
  }

  /** The link is lost with all that was on it, and made anew. */
  reconnect(answered: number | undefined): SessionStarted {
    this.#wire = [];
    this.#answers = [];
    const { frames, samples, steps, recent } = this.#session;
    return this.#greeting({
      resumed: true,
      total_requests: frames,
      total_predictions: samples,
      total_steps: steps,
      settings: {},
      missed_steps: recent.filter(({ sample }) => sample > (answered ?? samples)),
    });
  }

  /** The server is killed, and started anew. */
  crash(answered: number | undefined): SessionStarted {
    if (this.#saved) {
      this.#session = structuredClone(this.#saved);
      return this.reconnect(answered);
    }
    this.#session = newSession(this.#session.id + 1);
    this.#wire = [];
    this.#answers = [];
    return this.#greeting({ resumed: false, reason: 'unknown_token' });
  }

  /** As if another detector had found nothing so far. */
  forgetSteps(): void {
    this.#session.steps = 0;
  }

  /** The first greeting. */
  greet(): SessionStarted {
    return this.#greeting({});
  }

  #greeting(fields: object): SessionStarted {
    return {
      type: 'session_started',
      session_id: String(this.#session.id),
      resume_token: `token-${this.#session.id}`,
      resume_window_seconds: 120,
      timeout_seconds: 300,
      ...(this.#saves && { checkpoint_interval_seconds: 5 }),
      ...fields,
    } as SessionStarted;
  }

  #answer({ action, replies }: { readonly action: string; readonly replies?: string }): object {
    const session = this.#session;
    session.seen.push(action);
    if (action === 'reset') {
      session.steps = 0;
      session.recent = [];
    }
    if (replies) session.replies = replies;
    return { type: `${action}_response`, total_steps: session.steps, steps: [] };
  }

  #detect(samples: readonly { readonly timestamp: number }[], silently: boolean): void {
    const session = this.#session;
    const steps: MissedStep[] = [];
    const rejected: object[] = [];
    samples.forEach(({ timestamp }, index) => {
      if (isRejected(timestamp)) {
        rejected.push({ index, code: 'invalid_value' });
        return;
      }
      session.samples++;
      session.seen.push(timestamp);
      if (!isStep(timestamp)) return;
      session.steps++;
      const step: MissedStep = { timestamp, foot: 'start', confidence: 1 };
      steps.push(step);
      session.recent.push({ ...step, sample: session.samples });
    });
    if (rejected.length === samples.length) {
      const total_predictions = session.samples;
      this.#answers.push({ type: 'error', code: 'invalid_value', error: '', total_predictions });
      return;
    }
    const told = steps.length > 0 || rejected.length > 0 || session.replies !== 'steps';
    if (silently && !told) return;
    this.#answers.push({
      type: 'step_detection',
      total_predictions: session.samples,
      total_steps: session.steps,
      pending_steps: 0,
      steps,
      ...(rejected.length > 0 && { rejected }),
    });
  }
}

function newSession(id: number): Session {
  return {
    id,
    frames: 0,
    samples: 0,
    steps: 0,
    recent: [],
    seen: [],
    replies: 'every_frame',
  };
}
