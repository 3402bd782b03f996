import { CLASSIC } from '@stepstream/detector';
import type { Sample } from '@stepstream/protocol';
import { EventParser } from '@stepstream/testing/event-reader';
import { aWalk, rows } from '@stepstream/testing/stream';
import { Hooks } from '../../hooks/index.ts';
import { createSessions, SessionRegistry } from '../../session/index.ts';
import { ManualClock } from '../../session/testing/manual-clock.ts';
import { parsePosition } from '../step-position.ts';
import { UserEvents } from '../user-events.ts';

/** A walk of half a minute. */
export const WALK: readonly Sample[] = rows(aWalk()).map(
  ([timestamp, accel_x, accel_y, accel_z]) => {
    return { timestamp, accel_x, accel_y, accel_z };
  },
);
/** The walk again and again: more steps than are kept. */
export const LONG_WALK = Array.from({ length: 10 }, (_, i) =>
  WALK.map((sample) => ({ ...sample, timestamp: (sample.timestamp ?? 0) + 26 * i })),
).flat();

/** Somebody who watches, and what they were told. */
export class Listener {
  readonly parser = new EventParser();
  isClosed = false;

  send(bytes: Uint8Array): void {
    this.parser.add(new TextDecoder().decode(bytes));
  }

  close(): void {
    this.isClosed = true;
  }

  get steps() {
    return this.parser.events.filter(({ name }) => name === 'step');
  }

  get sessions() {
    return this.parser.events.filter(({ name }) => name === 'session').map(({ data }) => data);
  }

  /** The last step's id. */
  get last() {
    return parsePosition(this.steps.at(-1)?.id ?? '');
  }
}

/** The events of users, and sessions whose steps they tell. */
export function eventsWorld() {
  const clock = new ManualClock();
  const hooks = new Hooks();
  const registry = new SessionRegistry({ clock, hooks, model: CLASSIC, timeoutSeconds: 3600 });
  const sessions = createSessions(registry);
  const events = new UserEvents({ hooks, sessions, clock, keepAliveSeconds: 25 });
  const watch = (userId: string, last?: Parameters<UserEvents['join']>[2]) => {
    const listener = new Listener();
    events.join(userId, listener, last);
    return listener;
  };
  const isListening = () => hooks.wants('step', 'any');
  return { clock, hooks, sessions, events, watch, isListening };
}
