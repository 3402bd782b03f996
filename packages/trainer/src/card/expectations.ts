import type { SportsReport } from '../evaluation/activity-reports.ts';
import type { ContactScore, PocketsReport } from '../evaluation/contact-reports.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import { activityName } from '../evaluation/tables/activity-names.ts';
import { percent } from '../evaluation/tables/cells.ts';
import { listOf } from './markdown.ts';

/** What people walked with in the pockets set, in the order in which it is told. */
const TOOLS: Readonly<Record<string, string>> = {
  na: 'free hands',
  gd: 'a guide dog',
  wc: 'a long cane',
};
/** A recording that lacks this share of its steps is no count any more. */
const BROKEN = 0.1;
/** Two rates of error this near are the same to anybody. */
const ALIKE = 0.01;

/** What people who walk otherwise may expect, told from what was measured; empty without that. */
export function expectationSection({ pockets, sports }: EvaluationReport): string {
  const lines = [...(pockets ? withTools(pockets) : []), ...(sports ? onTreadmills(sports) : [])];
  return lines.length === 0 ? '' : listOf(lines);
}

function withTools({ tools, walkers }: PocketsReport): string[] {
  const without = tools.find(({ label }) => label === 'na')?.count.mape ?? null;
  const inOrder = Object.keys(TOOLS).flatMap((key) => tools.filter(({ label }) => label === key));
  return inOrder.map((tool) => {
    const people = walkers.filter(({ label }) => label.endsWith(` ${tool.label}`));
    const comparison =
      tool.label === 'na' || without === null
        ? ''
        : `, ${compared(tool.count.mape ?? 0, without)} with free hands`;
    return (
      `Walking with ${TOOLS[tool.label]}, phone in a trouser pocket: the count is off by ` +
      `${percent(tool.count.mape)} on average, ${direction(tool.count.bias)}${comparison}. ` +
      `${spreadOf(people)}`
    );
  });
}

function spreadOf(people: readonly ContactScore[]): string {
  const sorted = [...people].sort((a, b) => (a.count.mape ?? 0) - (b.count.mape ?? 0));
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (!best || !worst) return '';
  if (sorted.length === 1) return 'One person was recorded.';
  return (
    `Of ${sorted.length} people the best is off by ${percent(best.count.mape)}, ` +
    `the worst by ${percent(worst.count.mape)}.`
  );
}

function compared(own: number, other: number): string {
  const difference = own - other;
  if (Math.abs(difference) < ALIKE) return `like ${percent(other)}`;
  return difference > 0 ? `against ${percent(other)}` : `less than the ${percent(other)}`;
}

function direction(bias: number | null): string {
  if (bias === null || Math.abs(bias) < 0.0005) return 'to either side';
  return bias < 0 ? 'mostly too low' : 'mostly too high';
}

function onTreadmills({ walks }: SportsReport): string[] {
  const treadmills = walks.filter(({ activity }) => activity.startsWith('treadmill'));
  const wrists = treadmills.filter(({ placement }) => placement !== 'torso');
  const torsos = treadmills.filter(({ placement }) => placement === 'torso');
  if (wrists.length === 0) return [];
  const broken = wrists.filter(({ error }) => Math.abs(error ?? 0) > BROKEN);
  const people = new Set(broken.map(({ person }) => person));
  const named = broken.map(
    ({ person, activity, placement, error }) =>
      `${person}, ${activityName(activity)}, ${placement.replace('_', ' ')} ${percent(error)}`,
  );
  const lines = [
    `On a treadmill, watch on the wrist: ${broken.length} of ${wrists.length} recordings, of ` +
      `${people.size} people, are off by more than a tenth` +
      (named.length > 0 ? ` (${named.join('; ')})` : '') +
      `. The others are off by ${percent(meanError(wrists.filter((one) => !broken.includes(one))))} ` +
      'on average. A hand that holds the rail does not swing, and a watch feels little of the steps.',
  ];
  if (torsos.length > 0) {
    lines.push(
      `On a treadmill, sensor on the chest: off by ${percent(meanError(torsos))} on average, ` +
        `${percent(Math.max(...torsos.map(({ error }) => Math.abs(error ?? 0))))} at worst.`,
    );
  }
  lines.push(
    'With a pram, a shopping trolley or a walking frame: not recorded. Hands on a bar are as still as ' +
      'on a rail; expect of a watch what is said of treadmills above, and carry a phone in a pocket.',
  );
  return lines;
}

function meanError(walks: SportsReport['walks']): number | null {
  if (walks.length === 0) return null;
  return walks.reduce((sum, { error }) => sum + Math.abs(error ?? 0), 0) / walks.length;
}
