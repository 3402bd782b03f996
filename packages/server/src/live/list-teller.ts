import type { SessionsMessage } from '@stepstream/protocol';
import { ListFeed, type ListPage, pagesOf } from './list-feed.ts';
import type { Viewer } from './viewer.ts';

/** Writes a page of the list as a message. */
export type WriteList = (
  page: ListPage,
  marks?: { readonly isFresh?: boolean; readonly more?: boolean },
) => SessionsMessage;

/** Tells viewers the list: all of it at the beginning, then what changes; in pages where they say that these have come. */
export class ListTeller {
  readonly #write: WriteList;
  readonly #feeds = new Map<Viewer, ListFeed>();

  constructor(write: WriteList) {
    this.#write = write;
  }

  /** Begins to tell a viewer, with all there is. */
  begin(viewer: Viewer, all: ListPage): void {
    const feed = new ListFeed(viewer.isPaced ?? false);
    this.#feeds.set(viewer, feed);
    const [first, ...rest] = feed.isPaced ? pagesOf(all) : [all];
    this.#send(viewer, first, { isFresh: true, more: rest.length > 0 });
    feed.sent();
    for (const page of rest) feed.add(page);
    this.#tellWaiting(viewer, feed);
  }

  leave(viewer: Viewer): void {
    this.#feeds.delete(viewer);
  }

  /** A page has come to a paced viewer. */
  seen(viewer: Viewer): void {
    const feed = this.#feeds.get(viewer);
    if (!feed) return;
    feed.seen();
    this.#tellWaiting(viewer, feed);
  }

  /** Tells viewers here, or elsewhere, what has become of sessions; those that are behind hear of it later. */
  tell(news: ListPage, isElsewhere: boolean): void {
    const whole = lazy(() => JSON.stringify(this.#write(news)));
    const pages = lazy(() => {
      const cut = pagesOf(news);
      return cut.map((page, i) => {
        const more = i < cut.length - 1;
        return { page, text: lazy(() => JSON.stringify(this.#write(page, { more }))) };
      });
    });
    for (const [viewer, feed] of this.#feeds) {
      if ((viewer.isElsewhere ?? false) !== isElsewhere) continue;
      if (!feed.isPaced) {
        viewer.send(whole());
        continue;
      }
      for (const { page, text } of pages()) {
        if (feed.isUpToDate && feed.hasRoom) {
          viewer.send(text());
          feed.sent();
        } else {
          feed.add(page);
        }
      }
    }
  }

  /** Sends a viewer what it has yet to hear, as far as it keeps up. */
  #tellWaiting(viewer: Viewer, feed: ListFeed): void {
    while (!feed.isUpToDate && feed.hasRoom) {
      const page = feed.take();
      this.#send(viewer, page, { more: !feed.isUpToDate });
      feed.sent();
    }
  }

  #send(viewer: Viewer, page: ListPage, marks: Parameters<WriteList>[1]): void {
    viewer.send(JSON.stringify(this.#write(page, marks)));
  }
}

/** Makes something when it is first wanted. */
function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
