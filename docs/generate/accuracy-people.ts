import { readAccuracyTable } from './accuracy-table.ts';
import { markdownTable } from './section.ts';

/** How the sets call what people walk with, and how the model card does. */
const TOOLS = [
  { label: 'wc', person: 'walks with a long white cane', inCard: 'a long cane' },
  { label: 'gd', person: 'walks with a guide dog', inCard: 'a guide dog' },
  { label: 'na', person: 'walks as carefully with neither', inCard: 'free hands' },
] as const;

/**
 * Who is counted well, for docs/accuracy.md.
 *
 * @param section the generated section `accuracy` of that page
 * @param card the model card
 * @throws {Error} if either lacks a figure
 */
export function peopleTable(section: string, card: string): string {
  const row = readAccuracyTable(section);
  const ours = (name: string) => row(name)['tcn-3'] ?? '';
  const falseSteps = (name: string) => `${ours(`false steps/min, ${name}`)} false steps a minute`;
  return markdownTable([
    ['person or situation', 'how it counts'],
    ...TOOLS.map(({ label, person, inCard }) => [
      `${person} (\`${label}\` above), phone in a trouser pocket`,
      walkersOf(card, inCard),
    ]),
    [
      'walks two or three steps at a time',
      `${ours('steps counted of walks of 2 and 3')} of the steps are counted`,
    ],
    [
      'walks uphill on a treadmill, with a watch',
      `${ours('count error, wrists, treadmill uphill')} count error on average over six people, nearly all of it from one whose wrists hardly move, as if holding the rail`,
    ],
    ['sits, stands, lies', falseSteps('sitting, standing, lying')],
    ['claps, with a watch', falseSteps('watch, clapping')],
    ['brushes teeth, with a watch', falseSteps('watch, brushing teeth')],
    ['cycles, on an exercise bike; no recording is of a road', falseSteps('cycling')],
    ['cycles lying down', falseSteps('cycling lying')],
  ]);
}

/** What the model card says of people who walk with something. */
function walkersOf(card: string, tool: string): string {
  const sentences = new RegExp(
    `^- Walking with ${tool}, .*?: the count is off by (\\S+ %) on average, ([a-z ]+)[,.].*` +
      'Of (\\d+) people the best is off by (\\S+ %), the worst by (\\S+ %)\\.$',
    'm',
  ).exec(card);
  if (!sentences) throw new Error(`The model card does not say how ${tool} counts.`);
  const [, mean, direction, people, best, worst] = sentences;
  return `${mean} count error on average, ${direction}; of ${people} people the best ${best}, the worst ${worst}`;
}
