import type { DetectorModel, Scorer } from '../scorer.ts';
import type { StateIO } from '../state-io.ts';
import { Cadence } from './cadence.ts';
import { type ConfirmedStep, joined } from './confirmed-step.ts';
import { Hindsight } from './hindsight.ts';
import { Judgement } from './judgement.ts';
import { PeakPicker } from './peaks.ts';
import { FRAME_RATE } from './resample.ts';
import { DEFAULT_CONFIRM_AFTER, RhythmGate } from './rhythm.ts';

const NONE: readonly ConfirmedStep[] = [];

/** Decides from the scores of the frames which contacts there were, and which of them are steps. */
export class Decision {
  /** What the newest sample showed. */
  readonly judgement = new Judgement();
  readonly rhythm: RhythmGate;
  readonly #model: DetectorModel;
  readonly #cadence = new Cadence();
  readonly #peaks: PeakPicker;
  readonly #hindsight = new Hindsight();
  /** Time of the first sample of all: no contact can be earlier. */
  #beginning = Number.NEGATIVE_INFINITY;
  /** Time of the first sample since a gap: hindsight knows nothing of before. */
  #streamBeginning = Number.NEGATIVE_INFINITY;

  /** @param confirmAfter contacts in rhythm that confirm a walk; null where the client named no number */
  constructor(model: DetectorModel, confirmAfter: number | null) {
    const { hindsightDelay, walkThreshold, hindsightThreshold } = model;
    this.#model = model;
    this.#peaks = new PeakPicker(model.threshold, model.refractory, this.#cadence);
    // Without hindsight there is nothing but the number to go by.
    const number = confirmAfter ?? (hindsightDelay === null ? DEFAULT_CONFIRM_AFTER : null);
    const rules = { confirmAfter: number, walkThreshold, hindsightThreshold };
    this.rhythm = new RhythmGate(rules, this.#cadence);
  }

  /** A decision with the same rules and no past. */
  anew(): Decision {
    return new Decision(this.#model, this.rhythm.namedNumber);
  }

  /** A stream begins at `time`, or begins anew after a gap. */
  begin(time: number): void {
    if (this.#beginning === Number.NEGATIVE_INFINITY) this.#beginning = time;
    this.#streamBeginning = time;
    this.#peaks.break();
    this.#hindsight.break();
  }

  /**
   * Takes the scores of the next frame.
   *
   * @param time the middle of the frame, in seconds
   * @param ending no contact can be later: the time of the last sample, where the stream is over
   * @param until time passes for a walk no further than this, in seconds
   * @returns the steps that it confirms, oldest first
   */
  next(time: number, scorer: Scorer, ending: number, until: number): readonly ConfirmedStep[] {
    const { salience, logit } = scorer;
    const peaks = this.#peaks;
    const moment = time - this.#model.delay;
    // The picker sees a peak one frame later, so a hold has two frames' grace.
    let confirmed = this.rhythm.advance(Math.min(moment - 2 / FRAME_RATE, until));
    // What comes after a finished stream must not disturb the cadence of the next.
    const mayShow = moment <= ending + 1 / FRAME_RATE;
    const isContact = mayShow && peaks.next(moment, salience, logit, this.rhythm.walking);
    const counts = isContact && peaks.time >= this.#beginning && peaks.time <= ending;
    if (counts && peaks.foundOverlooked) {
      const { overlookedTime, overlookedProbability } = peaks;
      confirmed = joined(confirmed, this.rhythm.add(overlookedTime, overlookedProbability));
    }
    // Asked before the contact is added, while the next class is still this contact's.
    this.judgement.note(peaks.probability, this.rhythm.nextFoot);
    if (counts) confirmed = joined(confirmed, this.rhythm.add(peaks.time, peaks.probability));
    return scorer.fresh ? joined(confirmed, this.#lookBack(time, scorer, ending)) : confirmed;
  }

  transfer(io: StateIO): void {
    this.#cadence.transfer(io);
    this.#peaks.transfer(io);
    this.rhythm.transfer(io);
    this.#hindsight.transfer(io);
    this.#beginning = io.number(this.#beginning);
    this.#streamBeginning = io.number(this.#streamBeginning);
    this.judgement.transfer(io);
  }

  /** Takes what the model says in hindsight. */
  #lookBack(time: number, { hindsight }: Scorer, ending: number): readonly ConfirmedStep[] {
    const { hindsightDelay } = this.#model;
    if (hindsightDelay === null) return NONE;
    const moment = time - hindsightDelay;
    this.rhythm.look(Math.max(moment, this.#streamBeginning));
    if (!this.#hindsight.next(moment, hindsight)) return NONE;
    const { time: found, probability } = this.#hindsight;
    const isWithin = found >= this.#streamBeginning && found <= ending;
    return isWithin ? this.rhythm.see(found, probability) : NONE;
  }
}
