import { CLOSE_REASONS, type CloseReason, type ServerMessage } from '@stepstream/protocol';
import type { Connection } from '../registry.ts';

/** A connection for tests: keeps what was sent through it. */
export class RecordingConnection implements Connection {
  readonly sent: ServerMessage[] = [];
  closed: { readonly code: number; readonly reason: CloseReason } | undefined;

  send(message: ServerMessage): void {
    if (this.closed) throw new Error('sent after close');
    this.sent.push(message);
  }

  sendText(json: string): void {
    this.send(JSON.parse(json));
  }

  close(reason: CloseReason): void {
    if (this.closed) throw new Error('closed twice');
    this.closed = { code: CLOSE_REASONS[reason].code, reason };
  }
}
