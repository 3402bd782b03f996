import { describe, expect, test } from 'bun:test';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { type LimitSettings, Limits } from './limits.ts';

const SETTINGS: LimitSettings = {
  ...{ trustProxy: 0, maxAddressConnections: 2, maxAddressHandshakes: 3, maxAddressSessions: 2 },
  ...{
    maxAddressRequests: 4,
    maxAddressPushes: 2,
    maxAddressFailures: 2,
    maxUserSessions: 2,
    maxViewers: 1,
  },
};
const ANN = '203.0.113.7';

function setUp(settings: Partial<LimitSettings> = {}) {
  const clock = new ManualClock();
  const refusals: string[] = [];
  const limits = new Limits({ ...SETTINGS, ...settings }, clock, (limit, who) => {
    refusals.push(`${limit} ${who}`);
  });
  return { clock, limits, refusals };
}

describe('an address', () => {
  test('has so many sockets at once', () => {
    const { limits, refusals } = setUp({ maxAddressHandshakes: 0 });
    const leave = limits.connected(ANN);
    limits.connected(ANN);
    expect(limits.handshake(ANN)).toBe(10);
    expect(limits.handshake('203.0.113.8')).toBe(0);
    leave();
    expect(limits.handshake(ANN)).toBe(0);
    expect(refusals).toEqual([`address_connections ${ANN}`]);
  });

  test('has so many handshakes, pushes and wrong tokens a minute', async () => {
    const { limits, clock, refusals } = setUp();
    expect([0, 0, 0, 0].map(() => limits.handshake(ANN))).toEqual([0, 0, 0, 20]);
    expect([0, 0, 0, 0, 0].map(() => limits.request(ANN))).toEqual([0, 0, 0, 0, 15]);
    expect([0, 0, 0].map(() => limits.push(ANN))).toEqual([0, 0, 30]);
    for (let i = 0; i < 5; i++) limits.authenticationFailed(ANN);
    expect(limits.authentication(ANN)).toBe(60);
    clock.advance(60_000);
    expect(limits.authentication(ANN)).toBe(0);
    expect(limits.refused).toMatchObject({
      ...{ address_handshakes: 1, address_requests: 1, address_pushes: 1, address_failures: 1 },
    });
    expect(refusals.length).toBe(4);
  });

  test('has so many sessions', () => {
    const { limits } = setUp();
    const ends = [limits.began(ANN), limits.began(ANN)];
    expect(limits.session(ANN)).toBe(10);
    for (const end of ends) end();
    expect(limits.session(ANN)).toBe(0);
  });

  test('is a network, where it is of IPv6', () => {
    const { limits } = setUp();
    limits.connected('2001:db8:0:1::1');
    limits.connected('2001:db8:0:1:ffff::2');
    expect(limits.handshake('2001:db8:0:1::3')).toBe(10);
    expect(limits.handshake('2001:db8:0:2::1')).toBe(0);
  });

  test('of this machine may do anything, and so may one that is not known', () => {
    const { limits } = setUp();
    for (const address of ['127.0.0.1', '::1', undefined]) {
      for (let i = 0; i < 100; i++) {
        limits.connected(address);
        limits.began(address);
        limits.authenticationFailed(address);
        expect(limits.handshake(address) + limits.session(address)).toBe(0);
        expect(limits.push(address) + limits.authentication(address)).toBe(0);
        expect(limits.request(address)).toBe(0);
        expect(limits.userSession('ann', address)).toBe(0);
      }
    }
  });
});

test('a user begins so many sessions a minute, wherever from', () => {
  const { limits } = setUp();
  expect([0, 0, 0].map(() => limits.userSession('ann', ANN))).toEqual([0, 0, 30]);
  expect(limits.userSession('bob', ANN)).toBe(0);
  expect(limits.userSession('ann', '203.0.113.8')).toBe(30);
});

test('so many watch at once', () => {
  const { limits } = setUp();
  const leave = limits.viewer();
  expect(limits.viewer()).toBeUndefined();
  leave?.();
  expect(limits.viewer()).toBeFunction();
  expect(limits.viewers).toBe(1);
});
