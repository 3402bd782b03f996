import type { PushAnswer } from '@stepstream/protocol';
import type { EndReason } from '../hooks/index.ts';
import type { Clock, Sessions } from '../session/index.ts';
import { PushSession, SWITCH_ON } from './push-session.ts';
import type { Push } from './read-push.ts';

/** Recordings whose session was ended on purpose are remembered, so that they do not come back. */
const REMEMBERED = 1000;

/** What pushed recordings need. */
export interface IngestContext {
  readonly sessions: Pick<Sessions, 'isFull' | 'open'>;
  readonly clock: Clock;
  /** Recordings of which one message has come, at most: those that came first give way. Default: any number. */
  readonly maxBeginners?: number;
  /** Resolves in the next turn of work that costs about as much as so many bytes of text. Default: at once. */
  turn?(cost: number): Promise<void>;
  /** A session of an address has begun; what it returns is called when it is over. Default: nobody counts. */
  began?(address: string | undefined): () => void;
  /** Told of failures nobody foresaw. */
  onError(error: unknown): void;
}

/**
 * The recordings that phones push now, each with its session. A phone has one: a new recording ends
 * the session of the one before.
 */
export class PushSessions {
  readonly #context: IngestContext;
  readonly #byRecording = new Map<string, PushSession>();
  readonly #recordingOf = new Map<string, string>();
  readonly #ended = new Set<string>();
  /** Those of which one message has come, the oldest first. Anybody can make thousands of them in a moment. */
  readonly #beginners = new Set<PushSession>();

  constructor(context: IngestContext) {
    this.#context = context;
  }

  /** Recordings that have a live session. */
  get size(): number {
    return this.#byRecording.size;
  }

  /** Whether a message's recording has a live session. */
  has(push: Push, userId?: string): boolean {
    return this.#byRecording.has(recordingOf(push, userId));
  }

  /** Whether a message can have a session: it has one, takes the place of another, or there is room. */
  hasRoom(push: Push, userId?: string): boolean {
    const replaces = this.#recordingOf.has(deviceOf(push, userId));
    return this.has(push, userId) || replaces || !this.#context.sessions.isFull(userId);
  }

  /**
   * Takes a message of a phone.
   *
   * @returns the answer; null when the session of this recording was ended by somebody
   */
  async receive(push: Push, userId?: string, address?: string): Promise<PushAnswer | null> {
    const recording = recordingOf(push, userId);
    if (this.#ended.has(recording)) return null;
    const known = this.#byRecording.get(recording);
    if (!known && push.readings.length === 0) return NOTHING;
    if (known) this.#beginners.delete(known);
    return await (known ?? this.#begin(recording, deviceOf(push, userId), userId, address)).receive(
      push,
    );
  }

  #begin(
    recording: string,
    device: string,
    userId: string | undefined,
    address: string | undefined,
  ): PushSession {
    const before = this.#byRecording.get(this.#recordingOf.get(device) ?? '');
    before?.replace();
    const [oldest] = this.#beginners;
    const { maxBeginners = Number.POSITIVE_INFINITY } = this.#context;
    if (this.#beginners.size >= maxBeginners) oldest?.giveWay();
    const over = this.#context.began?.(address);
    const begun = new PushSession({
      ...this.#context,
      userId,
      onEnd: (reason) => {
        over?.();
        this.#beginners.delete(begun);
        this.#forget(recording, device, reason);
      },
    });
    this.#beginners.add(begun);
    this.#byRecording.set(recording, begun);
    this.#recordingOf.set(device, recording);
    return begun;
  }

  #forget(recording: string, device: string, reason: EndReason): void {
    this.#byRecording.delete(recording);
    if (this.#recordingOf.get(device) === recording) this.#recordingOf.delete(device);
    // After silence, or a restart of the server, a phone that goes on gets a new session.
    if (reason !== 'terminated' && reason !== 'replaced') return;
    this.#ended.add(recording);
    const [oldest] = this.#ended;
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }
}

/** A phone, as one of its user's: whoever knows its id must not push into somebody else's session. */
function deviceOf({ deviceId }: Push, userId: string | undefined): string {
  return JSON.stringify([userId, deviceId]);
}

function recordingOf(push: Push, userId: string | undefined): string {
  return JSON.stringify([userId, push.deviceId, push.sessionId]);
}

/** The answer to a message with nothing to count, such as the app's test. */
const NOTHING: PushAnswer = {
  session_id: null,
  total_steps: 0,
  steps: [],
  pending_steps: 0,
  samples: 0,
  state: 'nothing_new',
  message: `Stepstream hears this phone. To count steps: ${SWITCH_ON}`,
};
