import { connect, createServer, type Socket } from 'node:net';

/** How a proxy passes a path below its prefix on. */
export type PrefixHandling = 'keeps' | 'strips';

/** A running proxy. */
export interface ReverseProxy {
  /** Where it answers, with the prefix: `http://127.0.0.1:1234/app`. */
  readonly url: string;
  /** Paths that were asked for outside the prefix; they were answered with 404. */
  readonly strays: readonly string[];
  close(): void;
}

/** As long as no head of these tests is, in bytes. */
const MAX_HEAD_BYTES = 16_384;

/**
 * Publishes a server under a path, as nginx or Caddy would, WebSockets included. What is not below
 * the prefix is not the server's.
 *
 * @param prefix - such as `/app`
 */
export async function startReverseProxy(
  target: string,
  prefix: string,
  handling: PrefixHandling,
): Promise<ReverseProxy> {
  const { hostname, port } = new URL(target);
  const strays: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    sockets.add(client);
    client.on('error', () => client.destroy()).on('close', () => sockets.delete(client));
    readHead(client, (head, rest) => {
      const path = head.split(' ')[1] ?? '';
      if (path !== prefix && !path.startsWith(`${prefix}/`)) {
        strays.push(path);
        client.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        return;
      }
      const upstream = connect(Number(port), hostname);
      upstream.on('error', () => client.destroy());
      upstream.write(forwardedHead(head, handling === 'strips' ? prefix : ''));
      upstream.write(rest);
      client.pipe(upstream).pipe(client);
      client.on('close', () => upstream.destroy());
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port: ownPort } = proxy.address() as { port: number };
  return {
    url: `http://127.0.0.1:${ownPort}${prefix}`,
    strays,
    close() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Waits for the whole head of a request. */
function readHead(client: Socket, then: (head: string, rest: Buffer) => void): void {
  let received = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0 && received.length < MAX_HEAD_BYTES) return;
    client.off('data', onData);
    client.pause();
    then(received.toString('latin1', 0, end + 4), received.subarray(end + 4));
  };
  client.on('data', onData);
}

/** The head with another path; one request a connection, as later heads are not read. */
function forwardedHead(head: string, stripped: string): string {
  const [request = '', ...lines] = head.split('\r\n');
  const [method, path = '', version] = request.split(' ');
  const headers = /^upgrade:/im.test(head)
    ? lines
    : ['Connection: close', ...lines.filter((line) => !/^connection:/i.test(line))];
  return [`${method} ${path.slice(stripped.length) || '/'} ${version}`, ...headers].join('\r\n');
}
