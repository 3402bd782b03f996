import type { StepSession } from '../hooks/index.ts';
import { type OpenOptions, OpenSession } from './open-session.ts';
import type { SessionRegistry } from './registry.ts';

/** The sessions of an engine. */
export interface Sessions {
  /** Sessions that are live now. */
  readonly size: number;
  /** Messages of all clients since the engine began. */
  readonly totalRequests: number;
  /** The live sessions, oldest first. */
  list(): Iterable<StepSession>;
  /** The live session of this id. */
  get(id: string): StepSession | undefined;
  /** Ends a session as an operator would (close 4410). False where there is none of this id. */
  end(id: string): boolean;
  /** Ends the session of a user as an operator would, also one that waits for its client to come back. */
  endUser(userId: string): boolean;
  /** Whether no session can begin: there is no room, and no session of this user to replace. */
  isFull(userId?: string): boolean;
  /**
   * Begins a session without a socket: its samples come from this process.
   *
   * @throws {RangeError} when there is no room; ask {@link isFull} first
   */
  open(options?: OpenOptions): OpenSession;
}

/** The registry, as those see it who mount the engine. */
export function createSessions(registry: SessionRegistry): Sessions {
  return {
    get size() {
      return registry.size;
    },
    get totalRequests() {
      return registry.totalRequests;
    },
    list: () => registry.sessions(),
    get: (id) => registry.get(id),
    end(id) {
      const session = registry.get(id);
      // One that is not connected is not there for anybody, but must not come back either.
      if (session) registry.end(session, 'terminated');
      else registry.forget(id);
      return session !== undefined;
    },
    endUser(userId) {
      const session = registry.ofUser(userId);
      if (session) registry.end(session, 'terminated');
      return session !== undefined;
    },
    isFull: (userId) => registry.refusal(userId) !== undefined,
    open: (options) => new OpenSession(registry, options),
  };
}
