import type { SessionChange, SessionRow, SessionsMessage } from '@stepstream/protocol';

/** So many characters of a server's id name it in rows: enough to tell it from others. */
const NODE_NAME_LENGTH = 8;

/** What a server is called in rows. */
export function nodeName(server: string): string {
  return server.slice(0, NODE_NAME_LENGTH);
}

/** What is known of the sessions of other servers: of each server what it has told. */
export class RowsElsewhere {
  readonly #known = new Map<string, Map<string, SessionRow>>();

  /** All rows. */
  rows(): SessionRow[] {
    return [...this.#known.values()].flatMap((rows) => [...rows.values()]);
  }

  /** How many of them are live, and how many wait for their clients. */
  counts(): { live: number; away: number } {
    let [live, away] = [0, 0];
    for (const rows of this.#known.values()) {
      for (const { away_until } of rows.values()) away_until === null ? live++ : away++;
    }
    return { live, away };
  }

  /** Whether any server has a session. */
  has(id: string): boolean {
    return this.#known.values().some((rows) => rows.has(id));
  }

  /**
   * Takes what a server tells.
   *
   * @returns what has changed with that; undefined where something before it has not been heard
   */
  take(
    server: string,
    { fresh, changed, gone }: Pick<SessionsMessage, 'changed' | 'fresh' | 'gone'>,
  ): { changed: SessionChange[]; gone: string[] } | undefined {
    const before = this.#known.get(server);
    if (!fresh && !before) return undefined;
    const rows = fresh ? new Map<string, SessionRow>() : (before ?? new Map<string, SessionRow>());
    const node = nodeName(server);
    const placed = changed.map((one) => (one.created_at === undefined ? one : { ...one, node }));
    for (const change of placed) {
      const row = { ...rows.get(change.id), ...change };
      if (!isWhole(row)) return undefined;
      rows.set(change.id, row);
    }
    for (const id of gone) rows.delete(id);
    this.#known.set(server, rows);
    const lost = fresh ? [...(before?.keys() ?? [])].filter((id) => !rows.has(id)) : gone;
    return { changed: placed, gone: lost.filter((id) => !this.has(id)) };
  }

  /** A server is no more. Returns the sessions that nobody has now. */
  forget(server: string): string[] {
    const rows = this.#known.get(server);
    this.#known.delete(server);
    return [...(rows?.keys() ?? [])].filter((id) => !this.has(id));
  }

  /** The servers of which something is known. */
  servers(): string[] {
    return [...this.#known.keys()];
  }
}

function isWhole(row: SessionChange): row is SessionRow {
  return (
    row.created_at !== undefined &&
    row.node !== undefined &&
    row.steps !== undefined &&
    row.hints !== undefined &&
    row.away_until !== undefined
  );
}
