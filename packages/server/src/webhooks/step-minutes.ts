import type { Hooks } from '../hooks/index.ts';
import type { Clock, Timer } from '../session/index.ts';
import { type MinuteCount, MinuteCounter } from './minute-counter.ts';

/** What is needed to count minutes. */
export interface StepMinutesContext {
  readonly hooks: Pick<Hooks, 'on'>;
  readonly clock: Clock;
  /** Takes the count of a minute; of the same minute again where steps came late. */
  onMinute(count: MinuteCount): void;
}

const MINUTE_MS = 60_000;
/** So long after a minute its counts are told: the last steps take a few seconds to come in. */
const DELAY_MS = 5000;

/** Tells how many steps each named user made in each minute, when it is over. */
export class StepMinutes {
  readonly #context: StepMinutesContext;
  readonly #counter = new MinuteCounter();
  readonly #stopListening: () => void;
  #timer: Timer | undefined;

  constructor(context: StepMinutesContext) {
    this.#context = context;
    this.#stopListening = context.hooks.on('step', ({ userId, settings }, { timestamp }) => {
      if (userId === undefined) return;
      const nowMs = context.clock.now();
      const seconds = settings.clock === 'unix' ? timestamp : nowMs / 1000;
      this.#counter.note(userId, Math.floor(seconds / 60), nowMs);
      this.#schedule();
    });
  }

  /** Tells what has not been told, whether or not its minute is over, and ends. */
  close(): void {
    this.#stopListening();
    this.#timer?.cancel();
    this.#tell(Number.POSITIVE_INFINITY);
  }

  #schedule(): void {
    const { clock } = this.#context;
    const sinceMinute = (clock.now() - DELAY_MS) % MINUTE_MS;
    this.#timer ??= clock.after(MINUTE_MS - sinceMinute, () => {
      this.#timer = undefined;
      this.#tell(clock.now());
      if (this.#counter.hasUntold) this.#schedule();
    });
  }

  #tell(nowMs: number): void {
    for (const count of this.#counter.take(nowMs)) this.#context.onMinute(count);
  }
}
