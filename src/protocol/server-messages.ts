import { z } from 'zod';
import { FAULT_CODES, type FaultCode } from './faults.ts';
import { Settings } from './settings.ts';

/** What the server sends, as schemas: the source of the types, the documents and the test's checks. */

/** Unix seconds with a fraction, as text: `"1234567890.123"`. */
export const UnixTime = z.string().regex(/^\d+\.\d+$/);

/** What every message from the server carries. */
const Envelope = z.object({
  session_id: z.uuid(),
  user_id: z.string().optional().meta({ description: 'The user, where the connection named one.' }),
  timestamp: UnixTime,
});

const probability = z.number().min(0).max(1);
const count = z.int().min(0);

export const SessionStarted = Envelope.extend({
  type: z.literal('session_started'),
  message: z.literal('Step detection session initialized successfully'),
  protocol: z.literal('stepstream.v1'),
  model: z.string(),
  look_ahead_ms: z.number().min(0),
  timeout_seconds: z.number().positive(),
});
export type SessionStarted = z.infer<typeof SessionStarted>;

/** A contact that an answer confirms. */
export const Step = z.object({
  index: count.meta({ description: 'Position in the frame of the sample that confirmed it.' }),
  timestamp: z
    .number()
    .meta({ description: "The contact's moment, seconds on the sensor's clock." }),
  foot: z.enum(['start', 'end']),
  confidence: probability,
});
export type Step = z.infer<typeof Step>;

export const StepDetection = Envelope.extend({
  type: z.literal('step_detection'),
  step_detected: z.boolean(),
  prediction: z.object({
    confidence: probability,
    probabilities: z.tuple([probability, probability]),
    start_probability: probability,
    end_probability: probability,
    no_step_probability: probability,
    predicted_class: z.literal([0, 1, 2]),
    movement_magnitude: z.number().min(0),
    step_start: z.boolean(),
    step_end: z.boolean(),
    detector_has_current_step: z.boolean(),
  }),
  total_steps: count,
  total_predictions: count,
  buffer_size: count,
  steps: z.array(Step),
  pending_steps: count,
  message: z.literal('Step detection processed successfully'),
  error: z.null(),
});
export type StepDetection = z.infer<typeof StepDetection>;

export const StopResponse = Envelope.extend({
  type: z.literal('stop_response'),
  status: z.literal('success'),
  message: z.literal('Step detection stopped. WebSocket connection will be closed.'),
  session_stats: z.object({ duration: z.number().min(0), total_requests: count }),
});

export const ResetResponse = Envelope.extend({
  type: z.literal('reset_response'),
  status: z.literal('success'),
  message: z.literal('Step counter has been reset for this session'),
  total_steps: z.literal(0),
});

export const StatsResponse = Envelope.extend({
  type: z.literal('stats_response'),
  status: z.literal('success'),
  user_stats: z.object({
    session_duration: z.number().min(0),
    total_requests: count,
    last_activity: z.number(),
  }),
  server_stats: z.object({ active_sessions: count, total_server_requests: count }),
});

export const ConfigureResponse = Envelope.extend({
  type: z.literal('configure_response'),
  status: z.literal('success'),
  message: z.string(),
  ...Settings.shape,
});

export const TimeoutResponse = Envelope.extend({
  type: z.literal('timeout_response'),
  status: z.literal('timeout'),
  message: z.string().regex(/^Connection closed due to .+ of inactivity$/),
});

export const SessionReplaced = Envelope.extend({
  type: z.literal('session_replaced'),
  status: z.literal('replaced'),
  message: z.literal('Session closed due to new connection from same user'),
});

export const SessionTerminated = Envelope.extend({
  type: z.literal('session_terminated'),
  status: z.literal('terminated'),
  message: z.string(),
});

export const ErrorMessage = Envelope.extend({
  type: z.literal('error'),
  error: z.string(),
  code: z.enum(Object.keys(FAULT_CODES) as [FaultCode, ...FaultCode[]]),
  field: z.string().optional(),
  required_fields: z.array(z.string()).optional(),
});
export type ErrorMessage = z.infer<typeof ErrorMessage>;

/** Anything the server may send. */
export const ServerMessage = z.discriminatedUnion('type', [
  SessionStarted,
  StepDetection,
  StopResponse,
  ResetResponse,
  StatsResponse,
  ConfigureResponse,
  TimeoutResponse,
  SessionReplaced,
  SessionTerminated,
  ErrorMessage,
]);
export type ServerMessage = z.infer<typeof ServerMessage>;
