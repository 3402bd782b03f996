import type { Fault, SampleBlock } from '@stepstream/protocol';
import { ArrivalClock } from './arrival-clock.ts';
import { SensorClock } from './sensor-clock.ts';
import type { StateWalk } from './state-walk.ts';

/** Places the samples of a session in time, whether they bring a time of their own or not. */
export class SampleTimes {
  readonly #sensorClock = new SensorClock();
  /** Made for the first samples without a time of their own. */
  #arrivalClock: ArrivalClock | undefined;

  /**
   * Gives samples without a time the time of their arrival, and puts right times that can't be, in place.
   *
   * @param arrival in seconds of Unix time, on a clock that only grows
   * @returns why the samples can't be taken, where they can't
   */
  place(block: SampleBlock, arrival: number): Fault | undefined {
    if (block.timed) return this.#sensorClock.take(block);
    this.#arrivalClock ??= new ArrivalClock();
    this.#arrivalClock.stamp(block, arrival);
    return undefined;
  }

  /** Saves or restores the state. */
  transfer(io: StateWalk): void {
    this.#sensorClock.transfer(io);
    if (!io.flag(this.#arrivalClock !== undefined)) return;
    this.#arrivalClock ??= new ArrivalClock();
    this.#arrivalClock.transfer(io);
  }
}
