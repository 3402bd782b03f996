import { afterEach } from 'bun:test';
import { connect } from 'node:net';
import { lanAddresses, type ServerOptions, type StepstreamServer, startServer } from 'stepstream';

/** The admin token of the servers that are started here. */
export const TOKEN = 'the-token-of-this-test';
/** This machine's address on its network, if it is on one. */
export const [LAN] = lanAddresses();
/** For the name of a test that needs a network. */
export const NEEDS_LAN = LAN ? '' : ' (skipped: this machine is on no network)';

/** What refuses a caller without the token. */
export const REFUSED = {
  status: 401,
  code: 'admin_token_required',
  type: 'application/problem+json',
};

const servers: StepstreamServer[] = [];

/** Stops the servers of each test of a file after it. */
export function stopServersAfterEach(): void {
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
}

/** Starts a server on loopback. */
export function start(options: ServerOptions = {}): StepstreamServer {
  const server = startServer({ port: 0, logLevel: 'silent', adminToken: TOKEN, ...options });
  servers.push(server);
  return server;
}

/** Starts a server on all addresses, and tells its addresses inside and outside of this machine. */
export function startOpen(options: ServerOptions = {}) {
  const server = start({ host: '0.0.0.0', ...options });
  const outside = server.url.replace('0.0.0.0', LAN ?? 'nowhere');
  const inside = server.url.replace('0.0.0.0', '127.0.0.1');
  return { server, outside, inside, port: Number(new URL(server.url).port) };
}

/** The status of a request with headers that `fetch` would not send, such as Host. */
export function statusOf(url: string, lines: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.end(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
    socket.once('data', (data) => resolve(Number(String(data).split(' ')[1])));
    socket.once('error', reject);
  });
}

/** Status, code and type of an error. */
export async function problemOf(answer: Promise<Response>) {
  const response = await answer;
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, code, type: response.headers.get('content-type') };
}
