import type { BrowserContextOptions } from 'playwright-core';

/** A way to look at the page. */
export interface Look {
  readonly name: string;
  readonly options: BrowserContextOptions;
  /** Whether the page speaks German in it. */
  readonly isGerman?: boolean;
}

type Theme = 'light' | 'dark';

/** Windows of people: a tablet, a laptop, a large screen. */
const SIZES = [
  [768, 1024],
  [1280, 800],
  [1920, 1080],
] as const;

/** As wide as a page of documents shows it. */
export const PAGE: Look = {
  name: 'page',
  options: { viewport: { width: 1120, height: 900 }, colorScheme: 'light' },
};

/** A phone. */
export const narrow = (theme: Theme): Look => ({
  name: `360-${theme}`,
  options: {
    viewport: { width: 360, height: 740 },
    colorScheme: theme,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
});

const windows = (theme: Theme): Look[] =>
  SIZES.map(([width, height]) => ({
    name: `${width}-${theme}`,
    options: { viewport: { width, height }, colorScheme: theme },
  }));

const inGerman = ({ name, options }: Look): Look => ({
  name: `${name}-de`,
  options,
  isGerman: true,
});

/** All widths in both themes; German where words are longest for their room, and where people sit. */
export function allLooks(): Look[] {
  const looks = (['light', 'dark'] as const).flatMap((theme) => [narrow(theme), ...windows(theme)]);
  const laptop = looks.filter(({ name }) => name === '1280-light');
  return [...looks, ...[narrow('light'), ...laptop].map(inGerman)];
}
