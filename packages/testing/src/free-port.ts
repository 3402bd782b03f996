import { createServer } from 'node:net';

/** Systems give outgoing connections ports of their own choice: 32768 and up on Linux, 49152 and up elsewhere. */
const FIRST = 20_000;
const LAST = 32_000;
const TRIES = 50;

/**
 * A port on which nobody listens. It is none that the system gives to a connection, so it stays free
 * while a server that is to come back to it is away.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port found between ${FIRST} and ${LAST}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
