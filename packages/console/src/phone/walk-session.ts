import {
  connect,
  fromDeviceMotion,
  type StateEvent,
  type StepstreamClient,
} from '@stepstream/client';
import { streamUrl } from '../page-config.ts';
import { Store } from '../store.ts';
import { followClient } from '../trace/follow-client.ts';
import { MAX_STREAM_SAMPLES, TraceData } from '../trace/trace-data.ts';
import { phoneWords } from '../words/phone.ts';
import { rememberWalk, tabStorage } from './walk-memory.ts';

/** How a walk with this phone stands. */
export interface WalkState {
  readonly phase: 'connecting' | 'walking' | 'lost' | 'over';
  readonly steps: number;
  readonly cadence: number;
  /** Whether the phone's motion is read. */
  readonly moving: boolean;
  /** What is in the way, in words; null where nothing is. */
  readonly obstacle: string | null;
}

/** Readings go out this often: the trace moves, and each step is felt at once. */
const BATCH_INTERVAL_MS = 50;
/** The longest wait before the next attempt to connect: somebody is walking. */
const MAX_DELAY_MS = 5000;
/** How long a server that is not there gets to hear of a stop. */
const STOP_PATIENCE_MS = 2000;
const VIBRATION_MS = 35;
/** A walk ends without a first reading for so long, after the user was told. */
const LAST_PATIENCE_MS = 60_000;

/**
 * A walk with the phone that shows the page: its readings go to the server as they come. It goes on
 * after a lost connection, a reload, and when the user comes back to the page.
 */
export class WalkSession {
  readonly state: Store<WalkState>;
  readonly trace = new TraceData({ maxSamples: MAX_STREAM_SAMPLES });
  /** Whether each step is felt. */
  vibrates = false;
  readonly #client: StepstreamClient;
  readonly #over = new AbortController();
  /** Whether the server has ever answered. */
  #greeted = false;

  /**
   * @param user - the name under which the session is listed, that of before goes on with its walk; null where the
   * server lets nobody name themselves
   */
  constructor(user: string | null) {
    const storage = tabStorage();
    this.#client = connect(streamUrl(), {
      ...(user !== null && { user }),
      replies: 'every_frame',
      batchInterval: BATCH_INTERVAL_MS,
      maxDelay: MAX_DELAY_MS,
      ...(storage && { storage }),
    });
    rememberWalk({ user });
    this.state = new Store<WalkState>({
      phase: 'connecting',
      steps: this.#client.totalSteps,
      cadence: 0,
      moving: false,
      obstacle: null,
    });
    this.#client.on('state', (event) => this.#stateChanged(event));
    followClient(this.trace, this.#client);
    this.#client.on('update', () => this.#show());
    this.#client.on('step', () => {
      // Browsers complain of pages that shake before they were tapped: those that were loaded anew.
      if (this.vibrates && navigator.userActivation?.hasBeenActive !== false) {
        navigator.vibrate?.(VIBRATION_MS);
      }
    });
    this.#client.on('error', ({ code, message }) => {
      if (code === 'closed_by_server') this.#end(message);
    });
  }

  /** Reads the phone's motion from now on; where browsers ask, after {@link askForMotion}. */
  async readMotion(): Promise<void> {
    const { signal } = this.#over;
    this.#update({ moving: true });
    let isWaiting = false;
    const read = (patience?: number) =>
      fromDeviceMotion((sample) => this.#client.send(sample), {
        signal,
        ...(patience && { patience }),
      });
    try {
      await read().catch(() => {
        signal.throwIfAborted();
        // Not the end: a page that was loaded in the background gets its motion when it is seen.
        this.#update({ obstacle: phoneWords().noReadings });
        isWaiting = true;
        return read(LAST_PATIENCE_MS);
      });
      if (isWaiting) this.#update({ obstacle: null });
    } catch {
      if (!signal.aborted) this.#end(phoneWords().noReadings);
    }
  }

  /** Ends the walk; the count stays. */
  stop(): void {
    if (this.state.value.phase !== 'over') this.#end(null);
  }

  #end(obstacle: string | null): void {
    this.#over.abort();
    rememberWalk(null);
    this.#update({ phase: 'over', moving: false, cadence: 0, obstacle });
    this.#client.stop({ signal: AbortSignal.timeout(STOP_PATIENCE_MS) });
  }

  #show(): void {
    const steps = this.#client.totalSteps;
    const cadence = Math.round(this.trace.cadence);
    const { value } = this.state;
    if (value.steps !== steps || value.cadence !== cadence) this.#update({ steps, cadence });
  }

  #stateChanged({ state }: StateEvent): void {
    if (this.state.value.phase === 'over') return;
    if (state === 'open') {
      this.#greeted = true;
      this.#update({ phase: 'walking', obstacle: null });
    } else if (state === 'offline') {
      // A connection that never came about may have another reason than one that was lost.
      const { connectionLost, unreached } = phoneWords();
      const obstacle = this.#greeted ? connectionLost : unreached;
      this.#update({ phase: 'lost', cadence: 0, obstacle });
    }
  }

  #update(change: Partial<WalkState>): void {
    this.state.value = { ...this.state.value, ...change };
  }
}
