import { connect, createServer, type Server, type Socket } from 'node:net';

/** What happens to the bytes of a connection. */
type Mode = 'pass' | 'lose_answers' | 'swallow';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  mode: Mode;
}

/**
 * A TCP proxy that behaves as networks do: it delays, slows down, swallows, cuts and turns away, when told.
 */
export class FaultyLink {
  /** Connections that it has accepted so far. */
  accepted = 0;
  /** Bytes that it has passed on from clients, and to them: handshakes, frames and their headers. */
  bytesUp = 0;
  bytesDown = 0;
  /** Milliseconds by which bytes are late, in either direction. */
  delay = 0;
  /** How many bytes a second reach clients; 0 for as many as there are. */
  bytesPerSecond = 0;
  /** Whether connections are closed as soon as they are made. */
  refusing = false;

  readonly #server: Server;
  readonly #pairs = new Set<Pair>();

  private constructor(port: number) {
    this.#server = createServer((client) => {
      this.accepted++;
      if (this.refusing) {
        client.destroy();
        return;
      }
      this.#join({ client, server: connect({ port, host: '127.0.0.1' }), mode: 'pass' });
    });
  }

  /** @param url where the connections go to */
  static async start(url: string): Promise<FaultyLink> {
    const link = new FaultyLink(Number(new URL(url).port));
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  /** Where to connect to instead. */
  get streamUrl(): string {
    const address = this.#server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return `ws://127.0.0.1:${port}/ws/realtime`;
  }

  /** Breaks all connections. */
  cut(): void {
    for (const pair of this.#pairs) this.#end(pair);
  }

  /** From now on present connections carry nothing any more, and look as if they did. */
  swallow(): void {
    for (const pair of this.#pairs) pair.mode = 'swallow';
  }

  /** From now on the present connections' answers are lost; what the client says arrives. */
  loseAnswers(): void {
    for (const pair of this.#pairs) pair.mode = 'lose_answers';
  }

  /** As if the client's side were gone: the server notices, the client does not. */
  halfOpen(): void {
    for (const pair of this.#pairs) {
      pair.mode = 'swallow';
      pair.server.destroy();
    }
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(pair: Pair): void {
    this.#pairs.add(pair);
    const { client, server } = pair;
    this.#pipe(client, server, (bytes) => {
      if (pair.mode === 'swallow') return false;
      this.bytesUp += bytes;
      return true;
    });
    this.#pipe(server, client, (bytes) => {
      if (pair.mode !== 'pass') return false;
      this.bytesDown += bytes;
      // Whoever sends is read no faster.
      if (this.bytesPerSecond > 0) {
        server.pause();
        setTimeout(() => server.resume(), (1000 * bytes) / this.bytesPerSecond);
      }
      return true;
    });
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        if (pair.mode !== 'swallow' || socket === client) this.#end(pair);
      });
    }
  }

  /** @param admit whether so many bytes may pass */
  #pipe(from: Socket, to: Socket, admit: (bytes: number) => boolean): void {
    from.on('data', (bytes) => {
      const pass = () => {
        if (!to.destroyed && admit(bytes.length)) to.write(bytes);
      };
      if (this.delay > 0) setTimeout(pass, this.delay);
      else pass();
    });
  }

  #end(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.client.destroy();
    pair.server.destroy();
  }
}
