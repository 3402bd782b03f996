/** A WebSocket that remembers with which HTTP status the last handshake was refused. */
export class HandshakeSocket extends WebSocket {
  /** None where nothing answered at all, or the handshake went well. */
  static status: number | undefined;

  constructor(url: string) {
    super(url);
    HandshakeSocket.status = undefined;
    // A close always follows; only of a refused handshake does the error tell more.
    this.addEventListener('error', (event) => {
      const text = 'message' in event ? String(event.message) : '';
      const status = /status code: (\d+)/.exec(text)?.[1];
      HandshakeSocket.status = status === undefined ? undefined : Number(status);
    });
  }
}
