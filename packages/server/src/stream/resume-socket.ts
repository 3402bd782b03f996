import { readFirstResume, readFirstToken } from '@stepstream/protocol/codec';
import type { Clock, ResumeRequest, Timer } from '../session/index.ts';
import type { SocketHandler } from './socket.ts';

/** Whoever connects with `?resume=message` says within this time which session it means. */
export const RESUME_TIMEOUT_MS = 10_000;

/** A wish to resume that names no session: a new one begins, and its greeting says why. */
const NO_TOKEN: ResumeRequest = { token: '', answered: undefined };

/**
 * What is behind a socket until its client has said which session it goes on with:
 * `{"action":"resume","resume_token"}`. So the secret is in no address, which proxies write into their logs. A client
 * that says something else, or nothing, gets a new session, and what it has said is the first frame of that.
 */
export class ResumeSocket implements SocketHandler {
  readonly #begin: (resume: ResumeRequest) => SocketHandler;
  readonly #clock: Clock;
  #timeout: Timer | undefined;
  /** Who the client is, where it says that by message and has been let in without: the session hears it. */
  #token: string | undefined;
  /** What is behind it from then on. */
  #handler: SocketHandler | undefined;
  #isClosed = false;

  /** @param begin makes what is behind the socket, with the session that is to be resumed */
  constructor(begin: (resume: ResumeRequest) => SocketHandler, clock: Clock) {
    this.#begin = begin;
    this.#clock = clock;
  }

  open(): void {
    this.#timeout = this.#clock.after(RESUME_TIMEOUT_MS, () => this.#start(NO_TOKEN));
  }

  receive(frame: string | Uint8Array): void {
    if (this.#handler) this.#handler.receive(frame);
    else if (!this.#isClosed) this.#read(frame);
  }

  drained(): void {
    this.#handler?.drained();
  }

  ponged(): void {
    this.#handler?.ponged?.();
  }

  flooded(): void {
    if (!this.#handler) this.#start(NO_TOKEN);
    this.#handler?.flooded();
  }

  closed(): void {
    this.#isClosed = true;
    this.#timeout?.cancel();
    this.#handler?.closed();
  }

  #read(frame: string | Uint8Array): void {
    const text = typeof frame === 'string' ? frame : '';
    const resume = readFirstResume(text);
    if (!resume && this.#token === undefined && readFirstToken(text) !== undefined) {
      this.#token = text;
      return;
    }
    this.#start(resume ?? NO_TOKEN);
    if (!resume) this.#handler?.receive(frame);
  }

  #start(resume: ResumeRequest): void {
    this.#timeout?.cancel();
    const handler = this.#begin(resume);
    this.#handler = handler;
    handler.open();
    if (this.#token !== undefined) handler.receive(this.#token);
    this.#token = undefined;
  }
}
