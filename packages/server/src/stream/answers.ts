import { lookAhead } from '@stepstream/detector';
import type { Fault, ServerMessage, SessionStarted, Step } from '@stepstream/protocol';
import { SUBPROTOCOL } from '@stepstream/protocol';
import type { Beginning, Session, SessionContext } from '../session/index.ts';

/** A message without the fields that every message carries; the connection adds those. */
export type MessageBody<Message = ServerMessage> = Message extends ServerMessage
  ? Omit<Message, 'session_id' | 'user_id' | 'timestamp'>
  : never;

/** What the server as a whole tells in `stats`. */
export interface ServerCounts {
  readonly activeSessions: number;
  readonly totalRequests: number;
}

/**
 * The message that greets a client, or welcomes it back.
 *
 * @param checkpointSeconds within which a change is safe, where the client wants to hear of it; 0 for never
 */
export function greeting(
  session: Session,
  { resumed, refusal, answered, isRestarted }: Beginning,
  context: SessionContext,
  checkpointSeconds = 0,
): MessageBody<SessionStarted> {
  return {
    type: 'session_started',
    message: 'Step detection session initialized successfully',
    protocol: SUBPROTOCOL,
    model: context.model.id,
    look_ahead_ms: Math.round(lookAhead(context.model) * 1000),
    timeout_seconds: context.timeoutSeconds,
    ...(session.resumeToken !== undefined && {
      resume_token: session.resumeToken,
      resume_by_message: true as const,
      resume_window_seconds: context.resumeSeconds,
    }),
    ...(checkpointSeconds > 0 && { checkpoint_interval_seconds: checkpointSeconds }),
    ...(refusal && { resumed: false, reason: refusal }),
    ...(resumed && {
      resumed: true,
      total_requests: session.requests,
      total_predictions: session.samples,
      total_steps: session.steps,
      ...(isRestarted && { detector: 'restarted' as const }),
      settings: session.settings,
      missed_steps: session.stepsAfter(answered ?? session.samples),
    }),
  };
}

/**
 * The answer to `stop`.
 *
 * @param steps those that the end of the stream confirms
 */
export function stopResponse(session: Session, steps: readonly Step[]): MessageBody {
  return {
    type: 'stop_response',
    status: 'success',
    message: 'Step detection stopped. WebSocket connection will be closed.',
    session_stats: { duration: session.duration, total_requests: session.requests },
    total_steps: session.steps,
    steps: steps.map(({ timestamp, foot, confidence }) => ({ timestamp, foot, confidence })),
  };
}

/** The answer to `reset`. */
export function resetResponse(): MessageBody {
  return {
    type: 'reset_response',
    status: 'success',
    message: 'Step counter has been reset for this session',
    total_steps: 0,
  };
}

/** The answer to `stats`. */
export function statsResponse(session: Session, server: ServerCounts): MessageBody {
  return {
    type: 'stats_response',
    status: 'success',
    user_stats: {
      session_duration: session.duration,
      total_requests: session.requests,
      last_activity: session.lastActivity,
    },
    server_stats: {
      active_sessions: server.activeSessions,
      total_server_requests: server.totalRequests,
    },
  };
}

/** The answer to `configure`: all that is in force. */
export function configureResponse(session: Session): MessageBody {
  return {
    type: 'configure_response',
    status: 'success',
    message: 'Settings in force for this session',
    ...session.settings,
  };
}

/** The answer to `authenticate`; `expiresAt` is when the new token ends, in Unix seconds. */
export function authenticateResponse(expiresAt: number | undefined): MessageBody {
  return {
    type: 'authenticate_response',
    status: 'success',
    message: 'The session goes on with this token',
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
  };
}

/** Told to a client whose token ends soon. */
export function tokenExpiring(expiresAt: number): MessageBody {
  return {
    type: 'token_expiring',
    message: 'The token ends soon; say another one with authenticate',
    expires_at: expiresAt,
  };
}

/** The answer to a frame that can't be used. */
export function errorMessage(
  session: Session,
  { message, code, field, requiredFields }: Fault,
): MessageBody {
  return {
    type: 'error',
    error: message,
    code,
    ...(field !== undefined && { field }),
    ...(requiredFields && { required_fields: [...requiredFields] }),
    total_predictions: session.samples,
  };
}
