import type { Frame } from '../frame.ts';
import type { Outbox } from '../outbox.ts';
import type { Request } from '../requests.ts';

/** An answer on its way to the client. */
type Answer =
  | { readonly kind: 'samples'; readonly total: number }
  | { readonly kind: 'error'; readonly total: number }
  | { readonly kind: 'request'; readonly action: Request['action'] };

/** What a server does with a frame. */
export type Treatment = 'answer' | 'stay_silent' | 'refuse';

/** The other side of an outbox: the wire, and a session as servers have it. */
export class FarSide {
  /** All that the session has seen, in order: timestamps of samples, actions of requests. */
  readonly seen: (number | string)[] = [];
  /** Timestamps of the samples among them that it refused. */
  readonly refused: number[] = [];
  #wire: Frame[] = [];
  #answers: Answer[] = [];
  #frames = 0;
  #samples = 0;
  outbox: Outbox;

  constructor(outbox: Outbox) {
    this.outbox = outbox;
  }

  /** The client sends a frame. @returns whether it had one to send */
  send(): boolean {
    const frame = this.outbox.next();
    if (frame) this.#wire.push(frame);
    return frame !== undefined;
  }

  /** The session takes the next frame from the wire. @returns whether there was one */
  take(treatment: Treatment): boolean {
    const frame = this.#wire.shift();
    if (!frame) return false;
    this.#frames++;
    if (frame.request) {
      this.seen.push(frame.request.action);
      this.#answers.push({ kind: 'request', action: frame.request.action });
      return true;
    }
    const times = frame.samples.map(({ timestamp }) => timestamp);
    this.seen.push(...times);
    if (treatment === 'refuse') {
      this.refused.push(...times);
      this.#answers.push({ kind: 'error', total: this.#samples });
      return true;
    }
    this.#samples += times.length;
    if (treatment === 'answer') this.#answers.push({ kind: 'samples', total: this.#samples });
    return true;
  }

  /** The next answer arrives. @returns the frames that are done with by it; none without an answer */
  answer(): Frame[] | undefined {
    const answer = this.#answers.shift();
    if (!answer) return undefined;
    if (answer.kind === 'samples') return this.outbox.answerSamples(answer.total);
    if (answer.kind === 'error') return this.outbox.refuse(answer.total);
    return this.outbox.answerRequest(answer.action);
  }

  /** The link is lost, with all that was on it, and the session resumed. */
  cut(): void {
    this.#wire = [];
    this.#answers = [];
    this.outbox.resume(this.#frames, this.#samples);
  }
}
