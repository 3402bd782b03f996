import { expect, test } from 'bun:test';
import { startServer } from '../listen/start-server.ts';

test('on a port of operators metrics are for this machine, and not for pages that point their name to it', async () => {
  const logger = { info() {}, warn() {}, error() {} };
  const server = startServer({
    port: 0,
    adminPort: 0,
    adminToken: 'of-an-operator-of-tests',
    logger,
  });
  try {
    const statusFor = async (host: string, headers = {}) =>
      (await fetch(`${server.adminUrl}/metrics`, { headers: { host, ...headers } })).status;
    expect(await statusFor(new URL(server.adminUrl).host)).toBe(200);
    expect(await statusFor('localhost:9000')).toBe(200);
    expect(await statusFor('rebound.example')).toBe(401);
    const token = { authorization: 'Bearer of-an-operator-of-tests' };
    expect(await statusFor('rebound.example', token)).toBe(200);
  } finally {
    await server.stop();
  }
});
