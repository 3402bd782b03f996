import { type ServerMessage, STANDARD_GRAVITY } from '@stepstream/protocol';
import { CLIENT_MESSAGES } from '@stepstream/protocol/schemas';
import { demoWalk } from '@stepstream/synthetic';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';
import { type Clock, type Socket, StreamConnection } from 'stepstream/internals';
import { NULL_SOCKET, streamContext } from '../../bench/null-stream.ts';

/** Stands for what is different in every session. */
const SESSION = 'd8f2a1c4-6b7e-4f0a-9c3d-5e1b2a7f4c60';
const SECRET = 'tQ3vX9…';
const NOW = 1_700_000_000_000;

/**
 * A message of each type, as a real session says it: the demo walk is walked through a stream whose clock
 * stands still, and every way to end a session is taken.
 */
export function serverExamples(): Map<ServerMessage['type'], ServerMessage> {
  const examples = new Map<ServerMessage['type'], ServerMessage>();
  const keep = (message: ServerMessage) => {
    const known = examples.get(message.type);
    // Of the answers to samples, the first that confirms steps tells most.
    const better = known?.type === 'step_detection' && !known.step_detected;
    if (!known || better) examples.set(message.type, anonymous(message));
  };
  const clock = new StandingClock();
  const context = streamContext(loadModel(DEFAULT_CONFIG.model), clock);
  const { registry } = context;
  const open = (userId?: string) => {
    const request = { userId, resume: undefined, speaksV1: true, checkpoints: false };
    const stream = new StreamConnection(keepingSocket(keep), request, context);
    stream.open();
    return (message: object) => stream.handle(JSON.stringify(message), clock.monotonic());
  };

  const say = open();
  for (const sample of walk()) say(sample);
  const { Stats, Configure, Ping, Reset, Stop } = CLIENT_MESSAGES;
  for (const { example } of [Stats, Configure, Ping, Reset]) say(example);
  say({ accel_x: 0.1, accel_y: 0.2 });
  say(Stop.example);
  // A signal that can't be what it is said to be.
  const sayInG = open();
  for (const { accel_x, accel_y, accel_z, ...sample } of walk()) {
    const [x, y, z] = [accel_x, accel_y, accel_z].map((value) => value / STANDARD_GRAVITY);
    sayInG({ ...sample, accel_x: x, accel_y: y, accel_z: z });
  }
  open('ann');
  open('ann');
  for (const session of registry.sessions()) registry.end(session, 'terminated');
  open();
  clock.letTimePass();
  // No store is behind this registry.
  const saved = { session_id: SESSION, total_requests: 250, timestamp: `${NOW / 1000}.000` };
  examples.set('checkpoint', { type: 'checkpoint', ...saved });
  // Nor does it check tokens, or stop.
  const envelope = { session_id: SESSION, timestamp: saved.timestamp };
  const expires = { expires_at: NOW / 1000 + 3600 };
  examples.set('authenticate_response', {
    type: 'authenticate_response',
    status: 'success',
    message: 'The session goes on with this token',
    ...expires,
    ...envelope,
  });
  examples.set('token_expiring', {
    type: 'token_expiring',
    message: 'The token ends soon; say another one with authenticate',
    ...expires,
    ...envelope,
  });
  examples.set('server_draining', {
    type: 'server_draining',
    message: 'The server restarts; reconnect and resume',
    reconnect_after_ms: 2000,
    ...envelope,
  });
  return examples;
}

/** A socket that nothing is behind; what is sent through it is kept. */
function keepingSocket(keep: (message: ServerMessage) => void): Socket {
  return { ...NULL_SOCKET, send: (text) => keep(JSON.parse(text)) };
}

/** The first ten seconds of the demo walk: enough to be one. */
function walk() {
  const { times, accel } = demoWalk();
  return Array.from(times.subarray(0, 500), (timestamp, i) => ({
    timestamp,
    accel_x: accel[3 * i] as number,
    accel_y: accel[3 * i + 1] as number,
    accel_z: accel[3 * i + 2] as number,
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
