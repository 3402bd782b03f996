/** The colours that the style sheet says. */
export interface Colours {
  readonly text: string;
  readonly grid: string;
  readonly line: string;
  readonly start: string;
  readonly end: string;
  readonly truth: string;
}

/** Reads them, as they hold for an element in the theme of now. */
export function readColours(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: colour('muted'),
    grid: colour('grid'),
    line: colour('trace'),
    start: colour('start'),
    end: colour('end'),
    truth: colour('truth'),
  };
}
