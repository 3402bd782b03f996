import type { SessionRow, SessionsMessage } from '@stepstream/protocol';

/** By what the list can be sorted. */
export type SortKey = 'user' | 'state' | 'rate' | 'cadence' | 'steps' | 'age';

/** How the list is sorted and which part of it is shown. */
export interface ListView {
  readonly key: SortKey;
  readonly descending: boolean;
  /** Shows sessions only whose user or id contain this. */
  readonly filter: string;
  /** Shows sessions of this server only. Default: of all. */
  readonly node?: string | null;
}

/** Faster than comparing one text with another. */
const { compare: compareNames } = new Intl.Collator();

/** The sessions as the server has told of them. */
export class SessionList {
  readonly #rows = new Map<string, SessionRow>();

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): SessionRow | undefined {
    return this.#rows.get(id);
  }

  /** A session of a user, if there is one. */
  ofUser(userId: string | null): SessionRow | undefined {
    if (userId === null) return undefined;
    for (const row of this.#rows.values()) if (row.user_id === userId) return row;
    return undefined;
  }

  /** Takes what the server tells. */
  apply({ fresh, changed, gone }: SessionsMessage): void {
    if (fresh) this.#rows.clear();
    for (const change of changed) {
      const known = this.#rows.get(change.id);
      // A new session comes whole.
      this.#rows.set(change.id, known ? { ...known, ...change } : (change as SessionRow));
    }
    for (const id of gone) this.#rows.delete(id);
  }

  clear(): void {
    this.#rows.clear();
  }

  /** The rows to be shown, in order. Those that are alike keep the order in which they came. */
  rows({ key, descending, filter, node = null }: ListView): SessionRow[] {
    const wanted = filter.trim().toLowerCase();
    const rows = [...this.#rows.values()].filter(
      ({ id, user_id, node: at }) =>
        (node === null || at === node) &&
        (wanted === '' || id.startsWith(wanted) || user_id?.toLowerCase().includes(wanted)),
    );
    const sign = descending ? -1 : 1;
    return rows.sort((a, b) => sign * compare(a, b, key));
  }
}

function compare(a: SessionRow, b: SessionRow, key: SortKey): number {
  if (key === 'age') return b.created_at - a.created_at;
  if (key === 'state') return troubleOf(a) - troubleOf(b);
  if (key === 'user') return compareNames(nameOf(a), nameOf(b));
  return a[key] - b[key];
}

/** How much is wrong with a session, to sort by: errors first, then what its signal looks like, then silence. */
function troubleOf({ away_until, silent_since, errors, hints }: SessionRow): number {
  const absence = away_until === null ? (silent_since === null ? 0 : 1) : 2;
  return 10 * Math.log1p(errors) + 5 * hints.length + absence;
}

/** What a session is called in the list. */
export function nameOf({ user_id, id }: SessionRow): string {
  return user_id ?? id.slice(0, 8);
}
