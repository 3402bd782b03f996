/**
 * What a bad message must leave as it was: the session it was sent in, which has counted steps, and
 * the session of somebody else.
 */
import { expect } from 'bun:test';
import { Detection } from './messages.ts';
import { feed, open, SAMPLE, type Session } from './session.ts';
import type { RunningServer } from './start-server.ts';
import { syntheticWalk, type TimedSample } from './synthetic-walk.ts';

const walk = syntheticWalk({ walkSeconds: 6 });

export interface Bystanders {
  /** The session to send bad messages in. */
  readonly session: Session;
  /** The steps it has counted. */
  readonly counted: number;
  /** A good sample, later than all before it. */
  sample(): TimedSample;
  /** Checks both sessions with a good sample; `accepted` tells how many the bad message brought. */
  expectUnharmed(accepted?: number): Promise<void>;
  leave(): void;
}

export async function bystanders(server: RunningServer): Promise<Bystanders> {
  const session = await open(server);
  const neighbour = await open(server);
  // Three seconds of standing follow the walk: nothing is held any more that could still be counted.
  const answers = await feed(session, walk.samples, 100);
  const counted = answers.at(-1)?.total_steps ?? 0;
  let clock = walk.samples.length / 100;
  let sent = walk.samples.length;
  let neighbourSent = 0;

  const sample = () => {
    clock += 0.01;
    return { ...SAMPLE, timestamp: clock };
  };
  return {
    session,
    counted,
    sample,
    async expectUnharmed(accepted = 0) {
      sent += accepted + 1;
      const own = await session.ask(Detection, sample());
      expect(own).toMatchObject({ total_steps: counted, total_predictions: sent, steps: [] });
      neighbourSent += 1;
      const theirs = await neighbour.ask(Detection, SAMPLE);
      expect(theirs).toMatchObject({ total_steps: 0, total_predictions: neighbourSent });
      expect([...session.client.unread(), ...neighbour.client.unread()]).toEqual([]);
    },
    leave() {
      session.client.destroy();
      neighbour.client.destroy();
    },
  };
}
