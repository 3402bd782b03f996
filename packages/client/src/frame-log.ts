import { countSamples, type Frame, restoreFrame, type SavedFrame, saveFrame } from './frame.ts';

/** A log, to be kept beyond the page. */
export interface FrameLogSnapshot {
  /** Frames of the session before the first one here. */
  readonly before: number;
  /** How many of the frames here are answered, and how many of the answers were told to the app. */
  readonly answered: number;
  readonly heard: number;
  readonly frames: readonly SavedFrame[];
}

/**
 * The frames of a session that went out and may have to go out again, oldest first: those that the server
 * has answered but not saved yet, then those that are on their way.
 *
 * A server that comes back from a checkpoint knows less than it has answered. Then the frames after the
 * checkpoint are on their way once more. Those whose answers were heard before are done in silence.
 */
export class FrameLog {
  /** Whether answered frames are kept until the server has saved them. */
  keeping = false;
  readonly #maxKept: number;
  #frames: Frame[] = [];
  #before = 0;
  #answered = 0;
  #heard = 0;
  /** Frames of the session that the server has saved. */
  #saved = 0;
  #keptSamples = 0;
  #isOverdue = false;

  /** @param maxKept most samples that are kept once they are answered */
  constructor(maxKept: number) {
    this.#maxKept = maxKept;
  }

  /** Frames on their way. */
  get length(): number {
    return this.#frames.length - this.#answered;
  }

  /** Frames of the session that are done with. */
  get done(): number {
    return this.#before + this.#answered;
  }

  /** Whether frames on their way were answered before. */
  get isBehind(): boolean {
    return this.#answered < this.#heard;
  }

  /** Whether all frames of the session are still there, and more may come. */
  get isWhole(): boolean {
    return this.#before === 0 && this.#frames.at(-1)?.request?.action !== 'stop';
  }

  /** The server has saved so little that answered frames had to be forgotten. */
  get isOverdue(): boolean {
    return this.#isOverdue;
  }

  /** The frames on their way. */
  get flying(): readonly Frame[] {
    return this.#frames.slice(this.#answered);
  }

  /** The oldest frames on their way, at most `count`. */
  first(count: number): readonly Frame[] {
    return this.#frames.slice(this.#answered, this.#answered + count);
  }

  /** The samples on their way that were answered before. */
  get samplesBehind(): number {
    return countSamples(this.#frames.slice(this.#answered, this.#heard));
  }

  /** A frame on its way, by its place among them. */
  at(index: number): Frame | undefined {
    return this.#frames[this.#answered + index];
  }

  push(frame: Frame): void {
    this.#frames.push(frame);
  }

  /** The oldest frames on their way are answered. @returns those whose answers were not heard before */
  answer(count: number): Frame[] {
    const end = Math.min(this.#answered + count, this.#frames.length);
    const fresh = this.#frames.slice(Math.max(this.#answered, this.#heard), end);
    this.#keptSamples += countSamples(this.#frames.slice(this.#answered, end));
    this.#answered = end;
    this.#heard = Math.max(this.#heard, end);
    return fresh;
  }

  /** The server has saved so many frames of the session. */
  cover(saved: number): void {
    this.#saved = Math.max(saved, this.#saved);
    this.#isOverdue = false;
  }

  /** The session goes on where it had taken in `frames` frames; all later ones are on their way. */
  goTo(frames: number): void {
    // There may be frames that it lacks and that are gone here, or that it has and were never here.
    if (frames > this.#before + this.#frames.length) this.#clear();
    if (frames < this.#before || this.#frames.length === 0) this.#before = frames;
    this.#answered = frames - this.#before;
    this.#keptSamples = countSamples(this.#frames.slice(0, this.#answered));
  }

  /**
   * A new session has begun.
   *
   * @param again whether all of the old one goes to it, and not just what was never answered
   * @param first what must come before all else, if any
   */
  restart(again: boolean, first?: Frame): void {
    if (!again) this.#forget(Math.max(this.#answered, this.#heard));
    if (!again && first) this.#frames.unshift(first);
    this.#before = this.#answered = this.#saved = this.#keptSamples = 0;
    this.#isOverdue = false;
  }

  /** Gives everything up. @returns what was on its way */
  clear(): readonly Frame[] {
    const { flying } = this;
    this.#clear();
    return flying;
  }

  /** Forgets what will not be needed again; after whatever changes that. */
  trim(): void {
    this.#forget(
      this.keeping ? Math.min(this.#saved - this.#before, this.#answered) : this.#answered,
    );
    while (this.#keptSamples > this.#maxKept) {
      this.#isOverdue = true;
      this.#forget(1);
    }
  }

  snapshot(): FrameLogSnapshot {
    const frames = this.#frames.map(saveFrame);
    return { before: this.#before, answered: this.#answered, heard: this.#heard, frames };
  }

  restore({ before, answered, heard, frames }: FrameLogSnapshot): void {
    this.#before = before;
    this.#answered = answered;
    this.#heard = heard;
    this.#frames = frames.map(restoreFrame);
    this.#keptSamples = countSamples(this.#frames.slice(0, answered));
  }

  /** Forgets the oldest frames, which are answered. */
  #forget(count: number): void {
    if (count <= 0) return;
    this.#keptSamples -= countSamples(this.#frames.splice(0, count));
    this.#before += count;
    this.#answered -= count;
    this.#heard -= count;
  }

  #clear(): void {
    this.#frames = [];
    this.#answered = this.#heard = this.#keptSamples = 0;
  }
}
