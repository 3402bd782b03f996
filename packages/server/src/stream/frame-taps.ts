import type { RawFrame } from './frame-backlog.ts';

/** Told of the frames of one session, and of what is answered. */
export interface FrameTap {
  /** @param kind what the frame is, such as `samples` */
  received(frame: RawFrame, kind: string): void;
  sent(text: string): void;
}

/** Who looks at the frames of which session. Where nobody does, it costs a comparison a frame. */
export class FrameTaps {
  readonly #taps = new Map<string, FrameTap>();

  /** Looks at a session from now on; whoever looked before is told no more. */
  set(session: string, tap: FrameTap): void {
    this.#taps.set(session, tap);
  }

  remove(session: string): void {
    this.#taps.delete(session);
  }

  of(session: string): FrameTap | undefined {
    return this.#taps.size === 0 ? undefined : this.#taps.get(session);
  }
}
