import { setImmediate as nextTurn } from 'node:timers/promises';
import { ManualClock } from '../../session/testing/manual-clock.ts';
import type { DeadLetter } from '../dead-letters.ts';
import { Endpoint } from '../endpoint.ts';
import { createMessage } from '../message.ts';
import { readSecrets } from '../sign.ts';

/** What messages are signed with: the secret in the examples of Standard Webhooks. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** An endpoint, and what becomes of what it is sent. */
export function endpointWorld(url: string) {
  // Receivers refuse what was signed long ago.
  const clock = new ManualClock(Date.now());
  const dead: DeadLetter[] = [];
  const states: unknown[] = [];
  const endpoint = new Endpoint({
    url,
    keys: readSecrets(SECRET) ?? [],
    number: 1,
    clock,
    random: () => 0.5,
    onDead: (letter) => void dead.push(letter),
    onState: (state) => void states.push(state),
  });
  let sent = 0;
  const send = () => {
    const data = { user_id: `user ${sent++}`, start_time: '', end_time: '', count: 1 };
    const message = createMessage('steps.minute', data, clock.now());
    endpoint.send(message);
    return message;
  };
  /** Lets what is on its way arrive. */
  const settled = async (isSo: () => boolean) => {
    while (!isSo()) await nextTurn();
  };
  return { clock, endpoint, dead, states, send, settled };
}
