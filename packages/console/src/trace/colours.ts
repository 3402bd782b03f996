/** The colours that the style sheet says. */
export interface Colours {
  readonly surface: string;
  readonly text: string;
  readonly grid: string;
  readonly line: string;
  readonly start: string;
  readonly end: string;
  readonly truth: string;
  readonly walk: string;
}

/** Reads them, as they hold for an element in the theme of now. */
export function readColours(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    surface: colour('surface'),
    text: colour('muted'),
    grid: colour('grid'),
    line: colour('trace'),
    start: colour('start'),
    end: colour('end'),
    truth: colour('truth'),
    walk: colour('accent-soft'),
  };
}
