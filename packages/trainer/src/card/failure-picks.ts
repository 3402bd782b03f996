import type { EvaluationRun } from '../evaluate-detectors.ts';
import {
  headlineCosts,
  type RecordingShare,
  recordingShares,
} from '../evaluation/headline-costs.ts';
import type { Mistakes } from '../evaluation/mistakes.ts';
import type { Headline } from '../evaluation/report.ts';
import { isReached } from '../evaluation/targets.ts';

/** So many recordings are named for a missed target. */
const EACH = 2;

/** A recording that costs a missed target much. */
export interface FailurePick extends RecordingShare {
  /** What the other detector makes of the same stretch, in words; null where there is none. */
  readonly other: string | null;
  /** Name of its plot without folder and ending; null where it has none. */
  readonly plot: string | null;
  /** Whether that plot was named for a target before. */
  readonly isPlottedAbove: boolean;
}

/** A target that a detector misses, and the recordings that cost most of it. */
export interface MissedTarget {
  readonly headline: Headline;
  readonly picks: readonly FailurePick[];
}

/**
 * What to show of the targets that the first detector misses: of each, the recordings that cost most.
 * The dearest of each is plotted first, then the second ones, as long as there may be more plots; a
 * stretch that costs several targets is plotted once.
 */
export function pickFailures(
  { evaluation, observations }: Pick<EvaluationRun, 'evaluation' | 'observations'>,
  maxPlots: number,
): MissedTarget[] {
  const [own = [], others] = observations;
  const targets = (evaluation.detectors[0]?.report.headlines ?? [])
    .filter(isMissed)
    .map((headline) => ({ headline, shares: recordingShares(headline.key, own).slice(0, EACH) }));
  const plots = new Map<string, string>();
  for (let rank = 0; rank < EACH; rank++) {
    for (const { headline, shares } of targets) {
      const share = shares[rank];
      if (!share || plots.size >= maxPlots || plots.has(stretchOf(share.mistakes))) continue;
      plots.set(stretchOf(share.mistakes), `${headline.key}-${rank + 1}`);
    }
  }
  const shown = new Set<string>();
  return targets.map(({ headline, shares }) => {
    const same = others ? headlineCosts(headline.key, others) : [];
    const picks = shares.map((share): FailurePick => {
      const stretch = stretchOf(share.mistakes);
      const other = same.find(({ mistakes }) => stretchOf(mistakes) === stretch);
      const isPlottedAbove = shown.has(stretch);
      shown.add(stretch);
      const plot = plots.get(stretch) ?? null;
      return { ...share, other: other?.mistakes.what ?? null, plot, isPlottedAbove };
    });
    return { headline, picks };
  });
}

function isMissed({ value, target }: Headline): boolean {
  return value !== null && target !== null && !isReached(value, target);
}

/** What tells one stretch from another. */
function stretchOf({ group, meta, where }: Mistakes): string {
  return `${group} ${meta.name} ${where.start}`;
}
