import { type Spread, spreadOf } from './evenness.ts';
import type { Walker } from './walkers.ts';

/** Into how many parts the time that clients take is divided, to see whether they crowd in one. */
export const PARTS = 10;

/** When the connections of walkers were lost, tried anew and made anew. */
export interface Moves {
  /** Open connections that were lost. One that is refused while the server is away is not lost once more. */
  readonly lost: Spread;
  /** The first attempt after each loss: what the clients were told, however long the server is away. */
  readonly tried: Spread;
  readonly back: Spread;
}

/**
 * Looks at the time between a restart and the next.
 *
 * @param from in milliseconds of the walkers' clock, and so is `to`
 */
export function movesOf(
  walkers: readonly Walker[],
  from: number,
  to = Number.POSITIVE_INFINITY,
): Moves {
  const lost: number[] = [];
  const tried: number[] = [];
  const back: number[] = [];
  for (const { states } of walkers) {
    const stateAt = (index: number) => states[index]?.event.state;
    const isLost = (index: number) => stateAt(index) === 'offline' && stateAt(index - 1) === 'open';
    for (const [i, { at, event }] of states.entries()) {
      if (at < from || at >= to) continue;
      if (isLost(i)) lost.push(at);
      else if (event.state === 'connecting' && isLost(i - 1)) tried.push(at);
      else if (event.state === 'open' && event.resumed !== undefined) back.push(at);
    }
  }
  return {
    lost: spreadOf(lost, PARTS),
    tried: spreadOf(tried, PARTS),
    back: spreadOf(back, PARTS),
  };
}
