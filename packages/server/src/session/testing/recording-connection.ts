import { CLOSE_REASONS, type CloseReason } from '@stepstream/protocol';
import type { Beginning, Connection } from '../connection.ts';
import type { Session } from '../session.ts';

/** A connection for tests: keeps what became of it. */
export class RecordingConnection implements Connection {
  readonly begun: Beginning[] = [];
  closed: { readonly code: number; readonly reason: CloseReason } | undefined;
  left = false;
  held = false;
  reconnectAfterMs: number | undefined;

  begin(_session: Session, beginning: Beginning): void {
    this.begun.push(beginning);
  }

  end(reason: CloseReason, reconnectAfterMs?: number): void {
    if (this.closed || this.left) throw new Error('ended twice');
    this.closed = { code: CLOSE_REASONS[reason].code, reason };
    this.reconnectAfterMs = reconnectAfterMs;
  }

  hold(): void {
    this.held = true;
  }

  leave(): void {
    if (this.closed || this.left) throw new Error('left after its end');
    this.left = true;
  }
}
