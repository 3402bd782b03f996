import { createSampleBlock, type ServerMessage } from '@stepstream/protocol';
import { readFrame } from '@stepstream/protocol/codec';
import { CLIENT_MESSAGES } from '@stepstream/protocol/schemas';
import { demoWalk } from '@stepstream/synthetic';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';
import { type Clock, SessionRegistry } from 'stepstream/internals';

/** Stands for what is different in every session. */
const SESSION = 'd8f2a1c4-6b7e-4f0a-9c3d-5e1b2a7f4c60';
const SECRET = 'tQ3vX9…';
const NOW = 1_700_000_000_000;

/**
 * A message of each type, as a real session says it: the demo walk is walked through a registry
 * whose clock stands still, and every way to end a session is taken.
 */
export function serverExamples(): Map<ServerMessage['type'], ServerMessage> {
  const examples = new Map<ServerMessage['type'], ServerMessage>();
  const keep = (message: ServerMessage) => {
    const known = examples.get(message.type);
    // Of the answers to samples, the first that confirms steps tells most.
    const better = known?.type === 'step_detection' && !known.step_detected;
    if (!known || better) examples.set(message.type, anonymous(message));
  };
  const connection = {
    send: keep,
    sendText: (json: string) => keep(JSON.parse(json)),
    close: () => {},
  };
  const clock = new StandingClock();
  const registry = new SessionRegistry({
    clock,
    model: loadModel(DEFAULT_CONFIG.model),
    timeoutSeconds: DEFAULT_CONFIG.sessionTimeout,
  });

  const session = registry.begin(connection);
  const block = createSampleBlock();
  const say = (message: object) =>
    registry.receive(session, readFrame(JSON.stringify(message), session.settings, block));
  for (const sample of walk()) say(sample);
  const { Stats, Configure, Reset, Stop } = CLIENT_MESSAGES;
  for (const { example } of [Stats, Configure, Reset]) say(example);
  say({ accel_x: 0.1, accel_y: 0.2 });
  say(Stop.example);
  registry.begin(connection, 'ann');
  registry.end(registry.begin(connection, 'ann'), 'terminated');
  registry.begin(connection);
  clock.letTimePass();
  return examples;
}

/** The first ten seconds of the demo walk: enough to be one. */
function walk(): object[] {
  const { times, accel } = demoWalk();
  return Array.from(times.subarray(0, 500), (timestamp, i) => ({
    timestamp,
    accel_x: accel[3 * i],
    accel_y: accel[3 * i + 1],
    accel_z: accel[3 * i + 2],
  }));
}

function anonymous(message: ServerMessage): ServerMessage {
  const secret = 'resume_token' in message && { resume_token: SECRET };
  return { ...message, session_id: SESSION, ...secret };
}

/** A clock that stands still, until time passes beyond all patience. */
class StandingClock implements Clock {
  #elapsed = 0;
  readonly #waiting = new Set<() => void>();

  now(): number {
    return NOW + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  after(_delay: number, callback: () => void) {
    this.#waiting.add(callback);
    return { cancel: () => this.#waiting.delete(callback) };
  }

  letTimePass(): void {
    this.#elapsed += 1000 * DEFAULT_CONFIG.sessionTimeout;
    for (const callback of [...this.#waiting]) {
      this.#waiting.delete(callback);
      callback();
    }
  }
}
