import { expect } from 'bun:test';
import { StoreError, type StoreErrorCode } from '../index.ts';

/** Expects a StoreError of that code, whose message is one line without any of the secrets; returns the message. */
export async function expectFault(
  failing: Promise<unknown>,
  code: StoreErrorCode,
  ...secrets: readonly string[]
): Promise<string> {
  const error: unknown = await failing.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw new Error(`expected ${code}, got ${error}`);
  expect({ code: error.code, message: error.message }).toEqual({
    code,
    message: expect.stringMatching(/^the store .+: .+$/),
  });
  // All of what a log would write of it.
  const written = `${error.stack} ${JSON.stringify(error)} ${Bun.inspect(error)}`;
  for (const secret of secrets) expect(written).not.toContain(secret);
  return error.message;
}
