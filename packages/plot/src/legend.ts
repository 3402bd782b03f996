import { LEFT } from './layout.ts';
import type { StepPlot } from './plot.ts';

type Entry = readonly [mark: string, text: string];

/** Width of a mark, and of a character of text as a rule, in pixels. */
const MARK_WIDTH = 28;
const CHARACTER_WIDTH = 6.5;
const SPACE = 22;

/** The legend, in one line: what of the plot is drawn how. */
export function legend(plot: StepPlot, y: number): string[] {
  const { gravity, trueSteps, probability, steps, unknown = [] } = plot;
  const signal = `|a| in m/s²${gravity === 'excluded' ? ', without gravity' : ''}`;
  const line = (kind: string) => `<path class="${kind}" transform="scale(.1)" d="M0 -40h200"/>`;
  const dot = (kind: string) => `<circle class="${kind}" cx="14" cy="-4" r="4"/>`;
  const triangle = (kind: string) => `<path class="${kind}" d="M14 -9l4 7h-8z"/>`;
  const entries: Entry[] = [
    [line('signal'), signal],
    ...(probability ? [[line('probability'), 'probability of a contact'] as const] : []),
    [dot('start'), 'step, start'],
    [dot('end'), 'step, end'],
    ...(steps.some(({ isFalse }) => isFalse) ? [[dot('false'), 'false step'] as const] : []),
    ['<rect class="walk" y="-12" width="20" height="14"/>', 'walk'],
    ...(trueSteps ? [[triangle('true'), 'known step'] as const] : []),
    ...(trueSteps?.some(({ isMissed }) => isMissed)
      ? [[triangle('missed'), 'missed step'] as const]
      : []),
    ...(unknown.length > 0
      ? [['<rect class="unknown" y="-12" width="20" height="14"/>', 'not known'] as const]
      : []),
  ];
  let x = LEFT;
  return entries.map(([mark, text]) => {
    const entry = `<g transform="translate(${x} ${y})">${mark}<text x="${MARK_WIDTH}">${text}</text></g>`;
    x += MARK_WIDTH + Math.round(CHARACTER_WIDTH * text.length) + SPACE;
    return entry;
  });
}
