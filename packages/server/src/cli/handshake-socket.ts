/** A WebSocket that remembers what became of the last handshake. */
export class HandshakeSocket extends WebSocket {
  /** None where nothing answered at all, or the handshake went well. */
  static status: number | undefined;
  /** Whether the handshake went well. */
  static accepted = false;

  constructor(url: string) {
    super(url);
    HandshakeSocket.status = undefined;
    HandshakeSocket.accepted = false;
    this.addEventListener('open', () => {
      HandshakeSocket.accepted = true;
    });
    // A close always follows; only of a refused handshake does the error tell more.
    this.addEventListener('error', (event) => {
      const text = 'message' in event ? String(event.message) : '';
      const status = /status code: (\d+)/.exec(text)?.[1];
      HandshakeSocket.status = status === undefined ? undefined : Number(status);
    });
  }
}
