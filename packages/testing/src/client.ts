import { ServerMessage } from '@stepstream/protocol/schemas';

/** A plain client for tests: a real WebSocket, whose messages are checked against the contract. */
export class TestClient {
  readonly messages: ServerMessage[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #socket: WebSocket;
  #waiting: (() => void) | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.onclose = ({ code, reason }) => {
        resolve({ code, reason });
        this.#waiting?.();
      };
    });
    socket.onmessage = ({ data }) => {
      this.messages.push(ServerMessage.parse(JSON.parse(String(data))));
      this.#waiting?.();
    };
  }

  /**
   * Connects, and waits for the greeting.
   *
   * @param options of Bun's WebSocket, such as headers and certificates to trust
   */
  static async connect(url: string, options?: object): Promise<TestClient> {
    const client = new TestClient(new WebSocket(url, options as never));
    await client.received(1);
    return client;
  }

  /** The id that the greeting told. */
  get sessionId(): string {
    return this.messages[0]?.session_id ?? '';
  }

  send(message: object | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Waits until `count` messages have come in all; returns the newest. */
  async received(count: number): Promise<ServerMessage> {
    while (this.messages.length < count) {
      if (this.#socket.readyState > WebSocket.OPEN) throw new Error('closed before its answer');
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    return this.messages[count - 1] as ServerMessage;
  }

  /** Sends a message and waits for its answer. */
  async ask(message: object | string): Promise<ServerMessage> {
    const answer = this.received(this.messages.length + 1);
    this.send(message);
    return answer;
  }

  /** Drops the connection without a word. */
  die(): void {
    // Bun's own addition to the standard WebSocket.
    (this.#socket as WebSocket & { terminate(): void }).terminate();
  }

  close(): void {
    this.#socket.close();
  }
}
