import type { ModelFile } from '@stepstream/detector/internals';
import { FRAME_RATE } from '@stepstream/detector/internals';
import type {
  DetectorEvaluation,
  Evaluation,
  EvaluationReport,
  SetSize,
} from '../evaluation/report.ts';
import { reliabilityTable } from '../evaluation/tables/reliability-table.ts';
import { robustnessTable } from '../evaluation/tables/robustness-table.ts';
import { setTables } from '../evaluation/tables/set-tables.ts';
import { syntheticTables } from '../evaluation/tables/synthetic-tables.ts';
import { targetTable } from '../evaluation/tables/target-table.ts';
import { walkTables } from '../evaluation/tables/walk-tables.ts';
import { accuracySection } from './accuracy-section.ts';
import type { Cost } from './cost.ts';
import { SET_CREDITS } from './data-credits.ts';
import { expectationSection } from './expectations.ts';
import { LIMITS } from './limits.ts';
import { listOf, markdownOf } from './markdown.ts';
import { modelSection, trainingSection } from './model-section.ts';
import { weaknessSection } from './weakness-section.ts';

/** Everything that a model card is made of. */
export interface CardContent {
  readonly model: ModelFile;
  /** Size of the model's file. */
  readonly bytes: number;
  /** The people of each fold. */
  readonly folds: readonly (readonly string[])[];
  /** The trained detector first. */
  readonly evaluation: Evaluation;
  /** In the order of the detectors. */
  readonly costs: readonly Cost[];
  /** Names of the plots, such as `inhand`, each an SVG in the folder `plots`. */
  readonly plots: readonly string[];
}

/**
 * The card of a model, in Markdown (after Mitchell et al., "Model cards for model reporting", 2019):
 * every number of it is from the source, the model's file or the evaluation.
 */
export function modelCard(content: CardContent): string {
  const { model, evaluation, costs } = content;
  const [trained] = evaluation.detectors;
  if (!trained) throw new RangeError('A card needs an evaluation of its model.');
  const sections: readonly (readonly [string, string])[] = [
    ['What it is', modelSection(model, content.bytes)],
    ['Cost', costSection(costs)],
    ['What it must not be used for', listOf(LIMITS)],
    ['Recordings', dataSection(trained.report.sets)],
    ['How it was trained', trainingSection(model, content.folds)],
    ['How accurate it is', accuracySection(evaluation)],
    ['What was aimed at', targetSection(evaluation)],
    ['Short walks, slow walks, and the ends of walks', walkSection(trained.report)],
    ['With a cane, a pram or a treadmill', expectationSection(trained.report)],
    ['Where it fails', `${FAILURES}\n\n${weaknessSection(trained.report)}`],
    ['What its probabilities mean', evaluation.detectors.map(reliability).join('\n\n')],
    ['On worse devices', evaluation.detectors.map(robustness).filter(Boolean).join('\n\n')],
    ['What is no walk, and what nobody walked', evaluation.detectors.map(synthetic).join('\n\n')],
    ['A minute of walking', plotSection(content.plots)],
    ['All tables', evaluation.detectors.map((one) => details(one, trained)).join('\n\n')],
  ];
  return [
    `# ${model.id}`,
    '<!-- Written by npm run card. Change what it is made of, not this file. -->',
    ...sections.filter(([, text]) => text !== '').map(([title, text]) => `## ${title}\n\n${text}`),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

/** How there come to be short walks. */
const SHORTENED =
  'The recordings hold hardly a walk of less than thirty steps. So each of them with a known beginning ' +
  'and end of a walk was shortened: the real beginning, the real end, the standing around them, and ' +
  'nothing between.';

/** Where it is shown. */
const FAILURES =
  "Each person's errors, and the recordings that cost most, as plots: [failures.md](failures.md).";

function dataSection(sets: readonly SetSize[]): string {
  const lines = sets.map(({ set, recordings, people, seconds }) => {
    const { what, truth, credit } = SET_CREDITS[set];
    const size = `${recordings} recordings of ${people} people, ${(seconds / 3600).toFixed(1)} hours`;
    return `**${set}** (${size}): ${what}. Contacts: ${truth}. From: ${credit}.`;
  });
  const notes = ['The recordings are not part of this repository.'];
  if (sets.some(({ set }) => set === 'watch' || set === 'chores')) {
    // A detector that learned from the spectrum may agree with it for the wrong reason.
    notes.push(
      'The spectrum that watches are measured by is also what its labels for training were made ' +
        'from, on other people: agreement there shows that the rhythm carries over, not that each ' +
        'contact is right.',
    );
  }
  return `${listOf(lines)}\n\n${notes.join(' ')}`;
}

function costSection(costs: readonly Cost[]): string {
  const lines = costs.map(({ id, secondsPerSample }) => {
    const share = (100 * secondsPerSample * FRAME_RATE).toFixed(3);
    return (
      `${id}: ${(1e6 * secondsPerSample).toFixed(2)} µs a sample at ${FRAME_RATE} Hz, ` +
      `${share} % of a processor core for one person`
    );
  });
  const [trained, classic] = costs;
  const ratio =
    trained && classic
      ? `\n\n${trained.id} costs ${(trained.secondsPerSample / classic.secondsPerSample).toFixed(1)} ` +
        `times as much as ${classic.id}.`
      : '';
  return `Measured on the machine that wrote this card; on others it differs.\n\n${listOf(lines)}${ratio}`;
}

function targetSection(evaluation: Evaluation): string {
  const table = targetTable(evaluation);
  return table ? markdownOf({ ...table, title: null }) : '';
}

function walkSection({ walks }: EvaluationReport): string {
  return walks ? [SHORTENED, ...walkTables(walks).map(markdownOf)].join('\n\n') : '';
}

function reliability(detector: DetectorEvaluation): string {
  return markdownOf(reliabilityTable(detector));
}

function robustness(detector: DetectorEvaluation): string {
  const table = robustnessTable(detector);
  return table ? markdownOf(table) : '';
}

function synthetic(detector: DetectorEvaluation): string {
  return syntheticTables(detector).map(markdownOf).join('\n\n');
}

function details(detector: DetectorEvaluation, trained: DetectorEvaluation): string {
  const { report } = detector;
  // The trained one's walks have a section of their own.
  const sets = detector === trained ? { ...report, walks: null } : report;
  const tables = setTables(sets).map(markdownOf).join('\n\n');
  return `<details><summary>${report.detector}</summary>\n\n${tables}\n\n</details>`;
}

function plotSection(names: readonly string[]): string {
  if (names.length === 0) return '';
  const about =
    'By the network that was trained without the person. Above, the acceleration |a|; below, the\n' +
    'probability of a contact; marked, what was confirmed, and what the reference knows.';
  return [about, ...names.map((name) => `![A minute of walking, ${name}](plots/${name}.svg)`)].join(
    '\n\n',
  );
}
