import { backOff } from '../back-off.ts';
import { Store } from '../store.ts';
import { type ConnectionLost, StreamConnection } from '../stream/stream-connection.ts';
import { TraceData } from '../trace/trace-data.ts';
import { toSample } from './motion.ts';

/** How a walk with this phone stands. */
export interface WalkState {
  readonly phase: 'connecting' | 'walking' | 'lost' | 'over';
  readonly steps: number;
  readonly cadence: number;
  /** What is in the way, in words; null where nothing is. */
  readonly obstacle: string | null;
}

/** Without a reading for this long after the start, there will be none, in milliseconds. */
const PATIENCE = 2500;
/** Closings after which connecting again would end the same way. */
const FINAL_CODES = 4400;
/** Vibration a step, in milliseconds. */
const BUZZ = 35;

/**
 * A walk with the phone that shows the page: its readings go to the server as they come. A lost
 * connection is made again, and the count goes on.
 */
export class WalkSession {
  readonly state = new Store<WalkState>({
    phase: 'connecting',
    steps: 0,
    cadence: 0,
    obstacle: null,
  });
  readonly trace = new TraceData();
  /** Whether each step is felt. */
  vibrates = false;
  readonly #user: string;
  #connection: StreamConnection;
  /** Steps of the connections before this one. */
  #before = 0;
  #attempts = 0;
  #readings = 0;
  /** Whether the server has ever answered. */
  #greeted = false;
  /** Times of the samples that have no answer yet, oldest first. */
  #sent: number[] = [];
  #silence: ReturnType<typeof setTimeout>;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(user: string) {
    this.#user = user;
    this.#connection = this.#connect();
    addEventListener('devicemotion', this.#moved);
    this.#silence = setTimeout(() => {
      if (this.#readings === 0) this.#update({ obstacle: NO_READINGS });
    }, PATIENCE);
  }

  /** Ends the walk; the count stays. */
  stop(): void {
    removeEventListener('devicemotion', this.#moved);
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    this.#update({ phase: 'over', cadence: 0, obstacle: null });
    this.#connection.stop();
  }

  readonly #moved = (event: DeviceMotionEvent) => {
    const sample = toSample(event);
    if (!sample) return;
    this.#readings++;
    if (this.#readings === 1 && this.state.value.obstacle === NO_READINGS) {
      this.#update({ obstacle: null });
    }
    if (this.#connection.send(sample)) this.#sent.push(sample.timestamp);
  };

  #connect(): StreamConnection {
    let told = 0;
    const sent: number[] = [];
    this.#sent = sent;
    return new StreamConnection(this.#user, {
      onStarted: () => {
        this.#attempts = 0;
        this.#greeted = true;
        this.#update({ phase: 'walking', obstacle: null });
      },
      onDetection: ({ prediction, steps, total_steps }) => {
        this.trace.push(
          sent.shift() ?? Number.NaN,
          prediction.movement_magnitude,
          prediction.start_probability,
          prediction.end_probability,
        );
        for (const { timestamp, foot } of steps) this.trace.mark(timestamp, foot);
        if (steps.length > 0 && this.vibrates) navigator.vibrate?.(BUZZ);
        this.#before += total_steps - told;
        told = total_steps;
        const cadence = Math.round(this.trace.cadence);
        const { value } = this.state;
        if (value.steps !== this.#before || value.cadence !== cadence) {
          this.#update({ steps: this.#before, cadence });
        }
      },
      onLost: (error) => this.#lost(error),
    });
  }

  #lost({ code, message }: ConnectionLost): void {
    if (this.state.value.phase === 'over') return;
    if (code >= FINAL_CODES) {
      this.stop();
      this.#update({ obstacle: message });
      return;
    }
    this.#update({ phase: 'lost', cadence: 0, obstacle: this.#greeted ? LOST : UNREACHED });
    this.#retry = setTimeout(
      () => {
        this.#connection = this.#connect();
      },
      backOff(this.#attempts++),
    );
  }

  #update(change: Partial<WalkState>): void {
    this.state.value = { ...this.state.value, ...change };
  }
}

const NO_READINGS =
  'This device gives no motion: it has no accelerometer, or the browser blocks it (look for “motion sensors” in its settings for this site).';

const LOST = 'The connection is lost. Trying again …';
/** A connection that never came about may have another reason than one that was lost. */
const UNREACHED =
  'The server can’t be reached; trying again. Some browsers refuse the sockets of a server whose certificate they do not know: one that the phone trusts (--tls-cert) helps then.';
