import type { SampleBlock } from '@stepstream/protocol';
import type { ClientFrame } from '@stepstream/protocol/codec';
import type { Session } from '../session/index.ts';
import type { AnswerWriter } from './answer-writer.ts';
import { configureResponse, errorMessage, resetResponse, statsResponse } from './answers.ts';
import type { StreamContext } from './stream-context.ts';

/** A frame that holds no samples, and does not end the session. */
export type Request = Exclude<
  ClientFrame,
  SampleBlock | { readonly kind: 'authenticate' | 'stop' }
>;

/** Does what a client asks for, and answers. */
export function answerRequest(
  frame: Request,
  session: Session,
  writer: AnswerWriter,
  context: Pick<StreamContext, 'registry' | 'serverCounts'>,
): void {
  switch (frame.kind) {
    case 'configure':
      session.configure(frame.changes);
      writer.mayHearHints = true;
      writer.message(configureResponse(session));
      break;
    case 'reset':
      session.reset();
      writer.message(resetResponse());
      break;
    case 'stats': {
      const { size: activeSessions, totalRequests } = context.registry;
      const counts = context.serverCounts?.() ?? { activeSessions, totalRequests };
      writer.message(statsResponse(session, counts));
      break;
    }
    case 'ping':
      writer.message({ type: 'pong' });
      break;
    case 'fault':
      session.failed(frame.code);
      writer.message(errorMessage(session, frame));
      break;
  }
}
