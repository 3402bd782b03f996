import type { ErrorMessage, StepDetection } from '@stepstream/protocol';
import { summarizeSteps, type WalkSummary } from './count-recording.ts';
import type { AnswerHandlers } from './replay-connection.ts';

/** Steps that the cadence of the moment is taken from. */
const RECENT_STEPS = 6;
/** A step older than this many seconds says nothing of the moment. */
const RECENT_SECONDS = 3;

/** What the server's answers add up to. */
export class ReplayTally implements AnswerHandlers {
  /** Steps confirmed so far, as the server counts them. */
  totalSteps = 0;
  /** Landings that the server holds back until they prove to be a walk. */
  pendingSteps = 0;
  /** Frames that the server refused, and why it refused the first. */
  faults = 0;
  firstFault = '';
  readonly #steps: { readonly timestamp: number }[] = [];

  onDetection(answer: StepDetection): void {
    this.totalSteps = answer.total_steps;
    this.pendingSteps = answer.pending_steps;
    for (const { timestamp } of answer.steps) this.#steps.push({ timestamp });
  }

  onFault(fault: ErrorMessage): void {
    if (this.faults === 0) this.firstFault = fault.error;
    this.faults++;
  }

  /** Steps a minute of the last few steps; null when there was no walking just before `time`. */
  cadenceAt(time: number): number | null {
    const recent = this.#steps.slice(-RECENT_STEPS);
    if (time - (recent.at(-1)?.timestamp ?? Number.NEGATIVE_INFINITY) > RECENT_SECONDS) return null;
    return summarizeSteps(recent).cadence;
  }

  /** All steps summed up. */
  summary(): WalkSummary {
    return summarizeSteps(this.#steps);
  }
}
