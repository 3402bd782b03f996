import type { SessionRow } from '@stepstream/protocol';

/** So many tiles fit on a wall. */
export const MAX_TILES = 12;
/** The page for phones streams under such names, or without one where the server takes none from other machines. */
const isPhone = ({ user_id: user }: SessionRow) => user === null || user.startsWith('phone-');

/** A phone on the wall. */
export interface Place {
  readonly row: SessionRow;
  /** Whether its session has ended; its count stays until another phone needs the place. */
  readonly isOver: boolean;
}

/** What a wall shows, and how many phones have no place on it. */
export interface Places {
  readonly shown: readonly Place[];
  readonly waiting: number;
}

/**
 * The places of the phones that stream: who has one keeps it; who comes gets a free one, or that of a phone that has
 * stopped.
 */
export function placesOf(before: readonly Place[], sessions: readonly SessionRow[]): Places {
  const phones = sessions.filter(isPhone).toSorted((a, b) => a.created_at - b.created_at);
  const now = new Map(phones.map((row) => [row.id, row]));
  // A phone that was started anew has another session, and still one place.
  const named = new Map(phones.map((row) => [row.user_id, row]));
  const kept = before.map(({ row }) => {
    const again = row.user_id === null ? undefined : named.get(row.user_id);
    const current = now.get(row.id) ?? again;
    return current ? { row: current, isOver: false } : { row, isOver: true };
  });
  const placed = new Set(kept.map(({ row }) => row.id));
  const newcomers = phones.filter(({ id }) => !placed.has(id));
  const shown = [...kept];
  for (const row of newcomers) {
    const free = shown.length < MAX_TILES ? shown.length : shown.findIndex(({ isOver }) => isOver);
    if (free < 0) break;
    shown[free] = { row, isOver: false };
  }
  const live = shown.filter(({ isOver }) => !isOver).length;
  return { shown, waiting: phones.length - live };
}
