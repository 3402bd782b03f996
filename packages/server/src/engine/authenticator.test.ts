import { expect, test } from 'bun:test';
import { Hooks, type Identity } from '../hooks/index.ts';
import { createAuthenticator } from './authenticator.ts';

const REQUEST = new Request('http://localhost/ws/realtime');

/** What becomes of what a listener said, and the errors that are told. */
async function judged(said: unknown) {
  const hooks = new Hooks();
  const errors: string[] = [];
  hooks.on('error', (error) => void errors.push((error as Error).message));
  hooks.on('authenticate', () => said as Identity);
  return { identity: await createAuthenticator({ hooks, timeoutMs: 1000 })(REQUEST), errors };
}

test.each([{ userId: 'x' }, { userId: 'ü'.repeat(256) }, {}])('%j may connect', async (said) => {
  expect(await judged(said)).toEqual({ identity: said, errors: [] });
});

test.each([{ userId: '' }, { userId: 'x'.repeat(257) }, { userId: 42 }, { userId: null }])(
  '%j lets nobody in for now, and that is told',
  async (said) => {
    expect(await judged(said)).toEqual({
      identity: 'unavailable',
      errors: ['userId must be a text of 1 to 256 characters'],
    });
  },
);
