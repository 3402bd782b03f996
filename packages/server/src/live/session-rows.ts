import type { SessionChange, SessionRow } from '@stepstream/protocol';
import type { StepSession } from '../hooks/index.ts';

/** A device's rate is measured over at least this long, in milliseconds. */
const RATE_WINDOW_MS = 1000;
/** The first measurement need not be as good, but come soon. */
const FIRST_RATE_WINDOW_MS = 300;

/** A session as the list last told it, and where its rate is measured from. */
interface Known {
  row: SessionRow;
  since: number;
  samples: number;
  sensorTime: number;
}

/** The list of sessions as viewers know it: tells what has changed since it was last told. */
export class SessionRows {
  readonly #known = new Map<string, Known>();

  /** All rows, as last told. */
  rows(): SessionRow[] {
    return Array.from(this.#known.values(), ({ row }) => row);
  }

  /**
   * Looks at the sessions again.
   *
   * @param now - milliseconds of a clock that only grows
   */
  update(
    sessions: Iterable<StepSession>,
    now: number,
  ): { changed: SessionChange[]; gone: string[] } {
    const changed: SessionChange[] = [];
    const live = new Set<string>();
    for (const session of sessions) {
      live.add(session.id);
      const known = this.#known.get(session.id);
      if (known) {
        const row = rowOf(session, rate(known, session, now));
        const change = difference(known.row, row);
        known.row = row;
        if (change) changed.push(change);
      } else {
        const row = rowOf(session, 0);
        this.#known.set(session.id, { row, since: now, ...progress(session) });
        changed.push(row);
      }
    }
    const gone = [...this.#known.keys()].filter((id) => !live.has(id));
    for (const id of gone) this.#known.delete(id);
    return { changed, gone };
  }
}

function rowOf(session: StepSession, rate: number): SessionRow {
  return {
    id: session.id,
    user_id: session.userId ?? null,
    created_at: session.createdAt,
    rate,
    cadence: Math.round(session.cadence),
    steps: session.steps,
    hints: session.hints.map(({ message }) => message),
  };
}

/** The device's rate in Hz, measured anew once a window; 0 after a window without samples. */
function rate(known: Known, session: StepSession, now: number): number {
  const window = known.row.rate === 0 ? FIRST_RATE_WINDOW_MS : RATE_WINDOW_MS;
  if (now - known.since < window) return known.row.rate;
  const samples = session.samples - known.samples;
  const elapsed = session.sensorTime - known.sensorTime;
  Object.assign(known, { since: now, ...progress(session) });
  if (samples === 0) return 0;
  // The first window has no time to begin with, and a sensor's clock may have been set.
  return elapsed > 0 ? round(samples / elapsed) : known.row.rate;
}

function progress({ samples, sensorTime }: StepSession): Pick<Known, 'samples' | 'sensorTime'> {
  return { samples, sensorTime };
}

/** Whole numbers; tenths below 10. */
function round(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}

function difference(before: SessionRow, after: SessionRow): SessionChange | undefined {
  const change: { -readonly [Key in keyof SessionChange]: SessionChange[Key] } = { id: after.id };
  if (before.rate !== after.rate) change.rate = after.rate;
  if (before.cadence !== after.cadence) change.cadence = after.cadence;
  if (before.steps !== after.steps) change.steps = after.steps;
  if (before.hints.length !== after.hints.length) change.hints = after.hints;
  return Object.keys(change).length > 1 ? change : undefined;
}
