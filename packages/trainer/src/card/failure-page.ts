import type { RecordingMeta } from '../evaluation/datasets.ts';
import type { Evaluation, Headline } from '../evaluation/report.ts';
import { activityName } from '../evaluation/tables/activity-names.ts';
import { fixed, inUnit, percent } from '../evaluation/tables/cells.ts';
import type { FailurePick, MissedTarget } from './failure-picks.ts';
import type { LookAlike } from './look-alikes.ts';
import { markdownOf } from './markdown.ts';
import { personTable } from './person-errors.ts';
import type { StretchShape } from './stretch-shape.ts';

/** The folder of the plots, beside the page. */
export const FAILURE_PLOTS = 'plots/failures';

/** Everything that the page is made of. */
export interface FailureContent {
  /** The trained detector first. */
  readonly evaluation: Evaluation;
  readonly targets: readonly MissedTarget[];
  readonly lookAlikes: readonly LookAlike[];
}

/** Where a detector fails, in Markdown: each person's errors, and the recordings that cost most. */
export function failurePage({ evaluation, targets, lookAlikes }: FailureContent): string {
  const [trained, other] = evaluation.detectors;
  if (!trained) throw new RangeError('The page needs an evaluation of its model.');
  const ids = { own: trained.id, other: other?.id ?? null };
  const people = personTable(evaluation);
  return [
    `# Where ${trained.id} fails`,
    '<!-- Written by npm run card. Change what it is made of, not this file. -->',
    `What is in the [model card](card.md) as means, person by person and recording by recording: ` +
      'for each target that is missed, the recordings that cost most of it. Each person is judged ' +
      'by the network that was trained without them.',
    ...(people.rows.length > 0
      ? ['## Each person', 'The largest error first.', markdownOf(people)]
      : []),
    ...targets.flatMap(({ headline, picks }) => [
      `## ${titleOf(headline)}`,
      aimOf(headline),
      ...picks.map((pick) => sectionOf(pick, headline, ids)),
    ]),
    ...(lookAlikes.length > 0 ? [alikeSection(lookAlikes, trained.id)] : []),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

interface Ids {
  readonly own: string;
  readonly other: string | null;
}

function titleOf({ label }: Headline): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}

function aimOf({ value, unit, target }: Headline): string {
  const bound = target?.better === 'less' ? 'at most' : 'at least';
  return `${inUnit(value, unit)}, where ${bound} ${inUnit(target?.limit ?? null, unit)} was aimed at.`;
}

function sectionOf(pick: FailurePick, headline: Headline, ids: Ids): string {
  const { mistakes, share, other, plot, isPlottedAbove } = pick;
  const sentence =
    `**${mistakes.meta.name}** (${aboutOf(pick)}): by ${ids.own}, ${mistakes.what}. ` +
    `The recording has ${percent(share)} ${wholeOf(headline)}.` +
    (other === null || ids.other === null ? '' : ` By ${ids.other}, ${other}.`);
  if (plot === null) return sentence;
  if (isPlottedAbove) return `${sentence} Its plot is [above](${FAILURE_PLOTS}/${plot}.svg).`;
  return `${sentence}\n\n![${mistakes.group}: ${mistakes.what}](${FAILURE_PLOTS}/${plot}.svg)`;
}

/** Person, place of the device, and what was done. */
function aboutOf({ mistakes: { meta, group } }: FailurePick): string {
  const activity = /^\w+ (.+)$/.exec(group)?.[1];
  return [meta.person, placeOf(meta), ...(activity ? [activityName(activity)] : [])].join(', ');
}

const TOOLS = { gd: 'with a guide dog', wc: 'with a long cane', na: 'free hands' } as const;

function placeOf(meta: RecordingMeta): string {
  switch (meta.set) {
    case 'handheld':
      return 'in the hand';
    case 'phones':
      return `phone, ${meta.placement}`;
    case 'pockets':
      return `phone in a trouser pocket, ${TOOLS[meta.tool]}`;
    case 'sports':
      return meta.placement.replace('_', ' ');
    case 'watch':
      return 'watch';
    case 'daily':
    case 'chores':
      return meta.device;
  }
}

/** What a recording has a share of. */
function wholeOf({ unit, target }: Headline): string {
  switch (unit) {
    case 'f1':
      return 'of all that is missed or false here';
    case 'percent':
      return target?.better === 'more' ? 'of the minutes that are off' : 'of the sum of all errors';
    case 'per_minute':
      return 'of all these steps';
    case 'per_walk':
      return 'of all that are missed';
    case 'milliseconds':
      return 'of it';
  }
}

function alikeSection(pairs: readonly LookAlike[], id: string): string {
  const about =
    'Motions in which nobody steps, and that have the rhythm of a walk; below each, the real walk among ' +
    'the recordings that has its cadence, or the nearest, and shakes the device most nearly as hard.';
  return ['## What looks like walking', about, ...pairs.map((pair) => pairOf(pair, id))].join(
    '\n\n',
  );
}

function pairOf({ kind, label, steps, shape, walk }: LookAlike, id: string): string {
  const file = `${FAILURE_PLOTS}/${kind}`;
  return [
    `**${label}**: ${id} finds ${steps} steps where there are none. ${shapeText(shape)} ` +
      `The walk, of ${walk.name}: ${walk.steps} found of ${walk.truth}. ${shapeText(walk.shape)}`,
    `![${label}](${file}.svg)`,
    `![A walk like it](${file}-walk.svg)`,
  ].join('\n\n');
}

function shapeText({ cadence, spread, likeness }: StretchShape): string {
  return (
    `${fixed(cadence, 0)} a minute, |a| varies by ${fixed(spread, 2)} m/s² (standard deviation), and ` +
    `is like itself a step later by ${fixed(likeness, 2)} (autocorrelation).`
  );
}
