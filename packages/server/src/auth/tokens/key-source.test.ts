import { expect, test } from 'bun:test';
import { KeySource, KeysUnavailableError } from './key-source.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A source whose issuer and clock a test moves. */
function setUp() {
  const state = { now: 0, isDown: false, asked: 0, keys: 0 };
  const errors: string[] = [];
  const source = new KeySource({
    url: 'https://id.example/secret-path?key=1',
    now: () => state.now,
    onError: ({ message }) => void errors.push(message),
    fetch: async () => {
      state.asked++;
      if (state.isDown) throw new Error('nobody answers');
      const keys = Array.from({ length: state.keys }, (_, i) => ({ kty: 'RSA', kid: `${i}` }));
      return new Response(JSON.stringify({ keys }));
    },
  });
  const count = async () => (await source.keys()).jwks().keys.length;
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { state, errors, source, count, settled };
}

test('keys are fetched once for many, and anew when they are old, for which nobody waits', async () => {
  const { state, count, settled } = setUp();
  state.keys = 1;
  expect(await Promise.all([count(), count(), count()])).toEqual([1, 1, 1]);
  expect(state.asked).toBe(1);
  state.keys = 2;
  state.now += 11 * MINUTE;
  expect(await count()).toBe(1);
  await settled();
  expect(await count()).toBe(2);
  expect(state.asked).toBe(2);
});

test('keys outlive an issuer that is away for a day, and no longer', async () => {
  const { state, errors, count, settled } = setUp();
  state.keys = 1;
  await count();
  state.isDown = true;
  for (let hour = 0; hour < 23; hour++) {
    state.now += 60 * MINUTE;
    expect(await count()).toBe(1);
    await settled();
  }
  state.now += DAY;
  expect(count()).rejects.toThrow(KeysUnavailableError);
  await settled();
  expect(errors[0]).toBe("the keys of https://id.example can't be fetched: nobody answers");
  state.isDown = false;
  state.now += MINUTE;
  expect(await count()).toBe(1);
});

test('keys are fetched for one that is unknown, but not again at once', async () => {
  const { state, source, count } = setUp();
  await count();
  expect(await source.newerKeys()).toBeUndefined();
  state.now += MINUTE;
  state.keys = 3;
  expect((await source.newerKeys())?.jwks().keys).toHaveLength(3);
  expect(await source.newerKeys()).toBeUndefined();
  expect(state.asked).toBe(2);
});

test('nobody can say whose an unknown key is while the issuer is away', async () => {
  const { state, source, count } = setUp();
  await count();
  state.now += MINUTE;
  state.isDown = true;
  expect(source.newerKeys()).rejects.toThrow(KeysUnavailableError);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(source.newerKeys()).rejects.toThrow(KeysUnavailableError);
  expect(state.asked).toBe(2);
});
