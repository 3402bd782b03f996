import { summarizeSteps, type WalkSummary, walksOf } from '@stepstream/analysis';
import type { StepstreamClient } from '@stepstream/client';

/** Steps that the cadence of the moment is taken from. */
const RECENT_STEPS = 6;
/** A step older than this many seconds says nothing of the moment. */
const RECENT_SECONDS = 3;

/** What the server's answers add up to. */
export class ReplayTally {
  /** Steps confirmed so far, as the server counts them. */
  totalSteps = 0;
  /** Steps that the server holds back until they prove to be a walk. */
  pendingSteps = 0;
  /** Samples that were refused, and why the first of them was. */
  refused = 0;
  firstReason = '';
  readonly #steps: { readonly timestamp: number }[] = [];

  /** Counts what a client tells from now on. */
  follow(client: StepstreamClient): void {
    client.on('step', ({ timestamp }) => this.#steps.push({ timestamp }));
    client.on('update', ({ totalSteps, pendingSteps }) => {
      this.totalSteps = totalSteps;
      this.pendingSteps = pendingSteps;
    });
    client.on('error', ({ code, samples, message }) => {
      if (code === 'samples_refused') this.refuse(samples, message);
    });
  }

  /** So many samples can't be used. */
  refuse(samples: number, reason: string): void {
    if (this.refused === 0) this.firstReason = reason;
    this.refused += samples;
  }

  /** Steps a minute of the last few steps; null when there was no walking just before `time`. */
  cadenceAt(time: number): number | null {
    const recent = this.#steps.slice(-RECENT_STEPS);
    if (time - (recent.at(-1)?.timestamp ?? Number.NEGATIVE_INFINITY) > RECENT_SECONDS) return null;
    return summarizeSteps(walksOf(recent)).cadence;
  }

  /** All steps summed up. */
  summary(): WalkSummary {
    return summarizeSteps(walksOf(this.#steps));
  }
}
