import type { EndedMessage, EndedRow } from '@stepstream/protocol';

/** So many of the last are kept, of this server and of all. */
export const MAX_ENDED = 50;

/** The sessions that have ended last: those of this server, and what others have told of theirs. */
export class EndedSessions {
  #own: EndedRow[] = [];
  #others: EndedRow[] = [];
  /** Of this server, since they were last told. */
  #news: EndedRow[] = [];

  /** One of this server has ended. */
  add(row: EndedRow): void {
    this.#own = newest([row, ...this.#own]);
    this.#news = newest([row, ...this.#news]);
  }

  /** What has ended here since the last time; undefined where nothing has. */
  take(): EndedMessage | undefined {
    if (this.#news.length === 0) return undefined;
    const sessions = this.#news;
    this.#news = [];
    return { type: 'ended', fresh: false, sessions };
  }

  /** All that is known; of this server alone, or of the others, too. */
  all({ isOwn }: { readonly isOwn: boolean }): EndedMessage {
    const sessions = isOwn ? this.#own : newest([...this.#own, ...this.#others]);
    return { type: 'ended', fresh: true, sessions };
  }

  /** Another server tells of its own. Returns those that were not known. */
  hear(rows: readonly EndedRow[]): EndedMessage | undefined {
    const known = new Set(this.#others.map(keyOf));
    const sessions = newest(rows.filter((row) => !known.has(keyOf(row))));
    if (sessions.length === 0) return undefined;
    this.#others = newest([...sessions, ...this.#others]);
    return { type: 'ended', fresh: false, sessions };
  }

  /** Nothing of a user is to be kept. Returns whether there was something. */
  forgetUser(userId: string): boolean {
    const before = this.#own.length + this.#others.length;
    const isOther = ({ user_id }: EndedRow) => user_id !== userId;
    this.#own = this.#own.filter(isOther);
    this.#others = this.#others.filter(isOther);
    this.#news = this.#news.filter(isOther);
    return this.#own.length + this.#others.length < before;
  }

  /** What others have told is not wanted any more. */
  forgetOthers(): void {
    this.#others = [];
  }
}

/** A session may end at one server, and go on and end at another. */
function keyOf({ id, ended_at }: EndedRow): string {
  return `${id} ${ended_at}`;
}

function newest(rows: readonly EndedRow[]): EndedRow[] {
  return rows.toSorted((a, b) => b.ended_at - a.ended_at).slice(0, MAX_ENDED);
}
