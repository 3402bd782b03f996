import type { TraceMessage } from '@stepstream/protocol';
import type { Hooks, StepSession } from '../hooks/index.ts';
import { PastRing } from './past-ring.ts';

/** Sessions whose past is kept: 33 MB at most (`npm run bench:console`). Those that begin when there are as many have none. */
const MAX_RINGS = 5000;

/**
 * Keeps the last half minute of each session, so that who begins to watch one sees what has just been. It costs memory
 * and a little time for each sample, so it is done only while somebody looks at the list.
 */
export class PastKeeper {
  readonly #hooks: Pick<Hooks, 'on'>;
  readonly #rings = new Map<string, PastRing>();
  #stops: (() => void)[] = [];

  constructor(hooks: Pick<Hooks, 'on'>) {
    this.#hooks = hooks;
  }

  /** Keeps from now on; may be called again. */
  start(): void {
    if (this.#stops.length > 0) return;
    const hooks = this.#hooks;
    this.#stops = [
      hooks.on('samples', ({ id }, trace) => this.#ring(id)?.samples(trace)),
      hooks.on('step', ({ id }, step) => this.#rings.get(id)?.step(step)),
      hooks.on('sessionEnd', ({ id }) => {
        this.#rings.delete(id);
      }),
    ];
  }

  /** Keeps nothing any more. */
  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#rings.clear();
  }

  /** The past of a session; undefined where there is none. */
  of({ id, steps }: Pick<StepSession, 'id' | 'steps'>): TraceMessage | undefined {
    return this.#rings.get(id)?.trace(id, steps);
  }

  #ring(id: string): PastRing | undefined {
    let ring = this.#rings.get(id);
    if (!ring && this.#rings.size < MAX_RINGS) {
      ring = new PastRing();
      this.#rings.set(id, ring);
    }
    return ring;
  }
}
