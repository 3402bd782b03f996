import type { SessionChange, SessionRow } from '@stepstream/protocol';
import type { StepSession } from '../hooks/index.ts';
import type { Waiting } from '../session/index.ts';

/** A device's rate is measured over at least this long, in milliseconds. */
const RATE_WINDOW_MS = 1000;
/** The first measurement need not be as good, but come soon. */
const FIRST_RATE_WINDOW_MS = 300;

/** A client that is not heard for longer is silent, in milliseconds: many send every few seconds only. */
const MAX_QUIET_MS = 5000;

/** The two clocks, in milliseconds. */
export interface Now {
  readonly monotonicMs: number;
  readonly unixMs: number;
}

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
  readonly #node: string | null;
  #away = 0;

  /** @param node what this server is called among others; null where there are none */
  constructor(node: string | null = null) {
    this.#node = node;
  }

  /** How many of them wait for their clients. */
  get away(): number {
    return this.#away;
  }

  /** All rows, as last told. */
  rows(): SessionRow[] {
    return Array.from(this.#known.values(), ({ row }) => row);
  }

  /** Looks at the sessions again: those that are live, and those that wait for their clients. */
  update(
    live: Iterable<StepSession>,
    away: Iterable<Waiting>,
    now: Now,
  ): { changed: SessionChange[]; gone: string[] } {
    const changed: SessionChange[] = [];
    const there = new Set<string>();
    const look = (session: StepSession, presence: Presence) => {
      there.add(session.id);
      const change = this.#look(session, presence, now.monotonicMs);
      if (change) changed.push(change);
    };
    for (const session of live) look(session, presenceOf(session, now.unixMs));
    this.#away = 0;
    for (const { session, until } of away) {
      this.#away++;
      look(session, absence(until, now));
    }
    const gone = [...this.#known.keys()].filter((id) => !there.has(id));
    for (const id of gone) this.#known.delete(id);
    return { changed, gone };
  }

  #look(session: StepSession, presence: Presence, nowMs: number): SessionChange | undefined {
    const known = this.#known.get(session.id);
    if (known) {
      const row = rowOf(session, this.#node, presence, rate(known, session, nowMs));
      const change = difference(known.row, row);
      known.row = row;
      return change;
    }
    const row = rowOf(session, this.#node, presence, 0);
    this.#known.set(session.id, { row, since: nowMs, ...progress(session) });
    return row;
  }
}

/** Whether a client is there. */
type Presence = Pick<SessionRow, 'away_until' | 'silent_since'>;

const HEARD: Presence = { silent_since: null, away_until: null };

function presenceOf({ lastActivity }: StepSession, unixMs: number): Presence {
  const isHeard = unixMs - 1000 * lastActivity < MAX_QUIET_MS;
  return isHeard ? HEARD : { silent_since: lastActivity, away_until: null };
}

/** In whole seconds, so that the same moment is always told as the same. */
function absence(untilMs: number, { monotonicMs, unixMs }: Now): Presence {
  const until = Math.round((unixMs + untilMs - monotonicMs) / 1000);
  return { silent_since: null, away_until: until };
}

function rowOf(
  session: StepSession,
  node: string | null,
  presence: Presence,
  rate: number,
): SessionRow {
  const isHeard = presence.silent_since === null && presence.away_until === null;
  return {
    id: session.id,
    user_id: session.userId ?? null,
    node,
    created_at: session.createdAt,
    rate,
    // Whoever is not heard does not walk any more, as far as anybody knows.
    cadence: isHeard ? Math.round(session.cadence) : 0,
    steps: session.steps,
    hints: session.hints.map(({ code, message }) => ({ code, message })),
    ...presence,
    errors: session.errors,
    last_error: session.lastError ?? null,
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
  if (before.silent_since !== after.silent_since) change.silent_since = after.silent_since;
  if (Math.abs(seconds(before.away_until) - seconds(after.away_until)) > 1) {
    change.away_until = after.away_until;
  }
  if (before.errors !== after.errors) change.errors = after.errors;
  if (before.last_error !== after.last_error) change.last_error = after.last_error;
  return Object.keys(change).length > 1 ? change : undefined;
}

/** The two clocks drift apart by a little: the end of a wait is not news for that. */
function seconds(moment: number | null): number {
  return moment ?? 0;
}
