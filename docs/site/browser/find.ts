/** A part of a page that can be found. */
export interface Section {
  /** Its page's path in the site. */
  readonly page: string;
  /** The page's title. */
  readonly title: string;
  /** Its heading; empty for the beginning of a page. */
  readonly heading: string;
  readonly anchor: string;
  readonly text: string;
}

/** A section that was found, with the piece of its text that shows why. */
export interface Hit {
  readonly section: Section;
  readonly excerpt: string;
}

/** Such as `walk`, `-9`, `1,000`, `stepstream.v1`. */
const WORD = /[\p{L}\p{N}_-](?:[\p{L}\p{N}_.,-]*[\p{L}\p{N}])?/gu;
const EXCERPT_LENGTH = 140;
/** Words that tell nothing of what is wanted; they count only where there is nothing else. */
const COMMON = new Set(
  'a an and are at be behind by can do does for from happens how i if in is it its my of on or the to was run what when where which who why will with you'.split(
    ' ',
  ),
);

/**
 * Finds sections: as many words of the query as possible, each as the beginning of a word. What is in a title counts
 * more than what is in a heading, and that more than what is in the text.
 *
 * @param limit most hits
 */
export function find(sections: readonly Section[], query: string, limit = 12): Hit[] {
  const all = query.toLowerCase().match(WORD) ?? [];
  const telling = all.filter((word) => !COMMON.has(word));
  const words = telling.length > 0 ? telling : all;
  if (words.length === 0) return [];
  const needles = words.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}`, 'giu'));
  return sections
    .map((section) => ({ section, score: scoreOf(section, needles) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ section }) => ({ section, excerpt: excerptOf(section.text, needles) }));
}

function scoreOf({ page, title, heading, text }: Section, needles: readonly RegExp[]): number {
  let found = 0;
  let score = 0;
  for (const needle of needles) {
    const own =
      8 * Math.min(1, countOf(title, needle)) +
      6 * Math.min(1, countOf(heading, needle)) +
      Math.min(4, countOf(text, needle));
    if (own > 0) found++;
    score += own;
  }
  // The first page speaks of everything, and leads elsewhere.
  if (page === 'index.html') score /= 4;
  // A section with all words comes before any with some.
  return found === needles.length ? 100 + score : score;
}

function countOf(text: string, needle: RegExp): number {
  return text.match(needle)?.length ?? 0;
}

function excerptOf(text: string, needles: readonly RegExp[]): string {
  const places = needles.map((needle) => text.search(needle)).filter((place) => place >= 0);
  const from = Math.max(0, (places.length > 0 ? Math.min(...places) : 0) - 40);
  const start = from === 0 ? 0 : text.indexOf(' ', from) + 1;
  const end =
    text.length > start + EXCERPT_LENGTH
      ? text.lastIndexOf(' ', start + EXCERPT_LENGTH)
      : text.length;
  return `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
}

function escaped(word: string): string {
  return word.replaceAll('.', '\\.');
}
