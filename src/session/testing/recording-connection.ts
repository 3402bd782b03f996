import type { CloseCode, ServerMessage } from '../../protocol/index.ts';
import type { Ending } from '../endings.ts';
import type { Connection } from '../registry.ts';

/** A connection for tests: keeps what was sent through it. */
export class RecordingConnection implements Connection {
  readonly sent: ServerMessage[] = [];
  closed: { readonly code: CloseCode; readonly reason: Ending } | undefined;

  send(message: ServerMessage): void {
    if (this.closed) throw new Error('sent after close');
    this.sent.push(message);
  }

  sendText(json: string): void {
    this.send(JSON.parse(json));
  }

  close(code: CloseCode, reason: Ending): void {
    if (this.closed) throw new Error('closed twice');
    this.closed = { code, reason };
  }
}
