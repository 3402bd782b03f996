import type { SessionChange } from '@stepstream/protocol';

/** Rows of a page: it has to come within seconds over a link of a few kilobytes a second. */
const MAX_PAGE_ROWS = 100;
/** Pages on their way to a viewer that has not said that they have come. */
const MAX_UNSEEN_PAGES = 4;

/** What a viewer is told at a time. */
export interface ListPage {
  readonly changed: readonly SessionChange[];
  readonly gone: readonly string[];
}

/** Cuts what has happened into pages; nothing is one empty page. */
export function pagesOf(
  { changed, gone }: ListPage,
  rows: number = MAX_PAGE_ROWS,
): [ListPage, ...ListPage[]] {
  const pages: [ListPage, ...ListPage[]] = [{ changed: changed.slice(0, rows), gone }];
  for (let i = rows; i < changed.length; i += rows) {
    pages.push({ changed: changed.slice(i, i + rows), gone: [] });
  }
  return pages;
}

/**
 * What one viewer has yet to hear of the list. A paced viewer says that a page has come, and is sent no more than a few
 * ahead of that: whatever happens meanwhile to a session comes with its next page, once. So a slow link shows what is,
 * and not what was.
 */
export class ListFeed {
  /** Whether the viewer says that pages have come. */
  readonly isPaced: boolean;
  readonly #changed = new Map<string, SessionChange>();
  #gone = new Set<string>();
  #unseen = 0;

  constructor(isPaced: boolean) {
    this.isPaced = isPaced;
  }

  /** Whether the viewer has been sent all there is. */
  get isUpToDate(): boolean {
    return this.#changed.size === 0 && this.#gone.size === 0;
  }

  /** Whether another page may be sent. */
  get hasRoom(): boolean {
    return !this.isPaced || this.#unseen < MAX_UNSEEN_PAGES;
  }

  /** A page was sent. */
  sent(): void {
    this.#unseen++;
  }

  /** A page has come. */
  seen(): void {
    if (this.#unseen > 0) this.#unseen--;
  }

  /** Something is to be told, later. */
  add({ changed, gone }: ListPage): void {
    for (const change of changed) {
      this.#gone.delete(change.id);
      this.#changed.set(change.id, { ...this.#changed.get(change.id), ...change });
    }
    for (const id of gone) {
      this.#changed.delete(id);
      this.#gone.add(id);
    }
  }

  /** Takes the next page out. */
  take(): ListPage {
    const changed: SessionChange[] = [];
    for (const [id, change] of this.#changed) {
      if (changed.length === MAX_PAGE_ROWS) break;
      changed.push(change);
      this.#changed.delete(id);
    }
    const gone = [...this.#gone];
    this.#gone = new Set();
    return { changed, gone };
  }
}
