import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { endpointWorld } from './testing/endpoint-world.ts';
import { Receiver } from './testing/receiver.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(() => receiver.stop());

const setUp = (url = receiver.url) => endpointWorld(url);

describe('an endpoint that is closed', () => {
  test('is tried once more with all that waits', async () => {
    const { clock, endpoint, states, send, settled } = setUp();
    receiver.answer = () => 500;
    send();
    send();
    await settled(() => states.length === 1 && receiver.received.length === 2);
    await settled(() => endpoint.inFlight === 0);
    receiver.answer = ({ payload }) => (payload.data.user_id === 'user 0' ? 500 : 200);
    expect(await endpoint.close(5000)).toBe(1);
    expect(receiver.received).toHaveLength(4);
    expect(endpoint.delivered).toBe(1);
    expect(clock.pendingTimers).toBe(0);
    send();
    expect(endpoint.waiting).toBe(0);
  });

  test('does not wait longer than it may', async () => {
    const { clock, endpoint, send } = setUp();
    receiver.answer = () => 'hang';
    for (let i = 0; i < 20; i++) send();
    const closed = endpoint.close(5000);
    await receiver.until(() => receiver.hanging === 16);
    clock.advance(5000);
    expect(await closed).toBe(20);
    await receiver.until(() => receiver.hanging === 0);
    expect(clock.pendingTimers).toBe(0);
  });

  test('with nothing to send is closed at once', async () => {
    const { clock, endpoint } = setUp();
    expect(await endpoint.close(5000)).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });
});
