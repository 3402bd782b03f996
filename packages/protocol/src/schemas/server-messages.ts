import { z } from 'zod';
import { FAULT_CODES, type FaultCode } from '../faults.ts';
import { HINT_CODES, type HintCode } from '../hints.ts';
import { MAX_BATCH_SAMPLES } from '../samples.ts';
import { SUBPROTOCOL } from '../subprotocol.ts';
import {
  ServerDraining,
  SessionReplaced,
  SessionTerminated,
  TimeoutResponse,
} from './closing-messages.ts';
import { Envelope } from './envelope.ts';
import { ResumeFields } from './resume.ts';
import { Settings } from './settings.ts';
import { AuthenticateResponse, TokenExpiring } from './token-messages.ts';

/** What the server sends, as schemas: the source of the types, the documents and the test's checks. */

const probability = z.number().min(0).max(1);
const count = z.int().min(0);

const FaultCodes = z
  .enum(Object.keys(FAULT_CODES) as [FaultCode, ...FaultCode[]])
  .meta({ description: 'What is wrong, for a program. Stable.' });

export const SessionStarted = Envelope.extend({
  type: z.literal('session_started'),
  message: z.literal('Step detection session initialized successfully'),
  ...ResumeFields,
  protocol: z.literal(SUBPROTOCOL),
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
  foot: z
    .enum(['start', 'end'])
    .meta({ description: 'The feet alternate: the first step of a walk is a start.' }),
  confidence: probability.meta({ description: 'How likely the contact is.' }),
});
export type Step = z.infer<typeof Step>;

/** A sample of a frame that could not be used; the others of its frame were. */
export const RejectedSample = z.object({
  index: count.max(MAX_BATCH_SAMPLES - 1).meta({ description: 'Its position in the frame.' }),
  code: FaultCodes,
  field: z
    .string()
    .optional()
    .meta({ description: 'The offending field of the sample, such as `accel_x`.' }),
});
export type RejectedSample = z.infer<typeof RejectedSample>;

export const StepDetection = Envelope.extend({
  type: z.literal('step_detection'),
  step_detected: z.boolean().meta({ description: 'Whether this answer confirms a step.' }),
  prediction: z
    .object({
      confidence: probability.meta({ description: 'The largest of the three probabilities.' }),
      probabilities: z
        .tuple([probability, probability])
        .meta({ description: 'Those of a start and of an end.' }),
      start_probability: probability,
      end_probability: probability,
      no_step_probability: probability.meta({
        description: 'The three add up to 1. They are about the moment one look-ahead ago.',
      }),
      predicted_class: z
        .literal([0, 1, 2])
        .meta({ description: 'The most probable: 0 no contact, 1 start, 2 end.' }),
      movement_magnitude: z.number().min(0).meta({ description: '|a| of this sample, in m/s².' }),
      step_start: z.boolean().meta({ description: 'Whether this answer confirms a start.' }),
      step_end: z.boolean().meta({ description: 'Whether this answer confirms an end.' }),
      detector_has_current_step: z
        .boolean()
        .meta({ description: 'True from a start until its end.' }),
    })
    .meta({ description: "The detector's view after the last sample of the frame." }),
  total_steps: count.meta({
    description:
      'Steps since the session began, or since its last reset. Otherwise it never decreases.',
  }),
  total_predictions: count.meta({
    description: 'Samples taken in since the session began.',
  }),
  buffer_size: count.meta({ description: "Samples in the detector's window." }),
  steps: z.array(Step).meta({ description: 'The steps that this answer confirms, oldest first.' }),
  pending_steps: count.meta({
    description: 'Steps that are held until they are confirmed as a walk; for quick displays.',
  }),
  rejected: z.array(RejectedSample).min(1).optional().meta({
    description:
      'Samples of the frame that could not be used; the others were. Absent if all could be used.',
  }),
  message: z.literal('Step detection processed successfully'),
  error: z.null(),
});
export type StepDetection = z.infer<typeof StepDetection>;

export const StopResponse = Envelope.extend({
  type: z.literal('stop_response'),
  status: z.literal('success'),
  message: z.literal('Step detection stopped. WebSocket connection will be closed.'),
  session_stats: z.object({
    duration: z.number().min(0).meta({ description: 'Seconds.' }),
    total_requests: count.meta({ description: 'Messages of this client, of every kind.' }),
  }),
  total_steps: count.meta({ description: 'Steps of the session, including these.' }),
  steps: z.array(Step.omit({ index: true })).meta({
    description:
      'The steps that the end of the stream confirms, oldest first: the last contacts, which were ' +
      'still waiting for later samples. Mostly none or one.',
  }),
});
export type StopResponse = z.infer<typeof StopResponse>;

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
    session_duration: z.number().min(0).meta({ description: 'Seconds.' }),
    total_requests: count.meta({ description: 'Messages of this client, including this one.' }),
    last_activity: z.number().meta({ description: 'Unix seconds.' }),
  }),
  server_stats: z.object({
    active_sessions: count,
    total_server_requests: count.meta({ description: 'Messages of all clients.' }),
  }),
});

export const ConfigureResponse = Envelope.extend({
  type: z.literal('configure_response'),
  status: z.literal('success'),
  message: z.string(),
  ...Settings.shape,
});

export const Pong = Envelope.extend({ type: z.literal('pong') });

export const Checkpoint = Envelope.extend({
  type: z.literal('checkpoint'),
  total_requests: count.meta({
    description:
      'Frames of the client, of every kind, that have been saved with their results, and survive ' +
      'the server. Keep the later ones.',
  }),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

export const Hint = Envelope.extend({
  type: z.literal('hint'),
  code: z
    .enum(Object.keys(HINT_CODES) as [HintCode, ...HintCode[]])
    .meta({ description: 'What may be wrong, for a program. Stable; more may be added.' }),
  message: z.string().meta({ description: 'What may be wrong, for a person.' }),
  mean_acceleration: z.number().optional().meta({
    description: 'Mean |a| of the first seconds, in m/s² according to the configured unit.',
  }),
  sample_rate: z.number().optional().meta({ description: 'Samples a second that arrived.' }),
});
export type Hint = z.infer<typeof Hint>;

export const ErrorMessage = Envelope.extend({
  type: z.literal('error'),
  error: z.string().meta({ description: 'What is wrong, for a person.' }),
  code: FaultCodes,
  field: z
    .string()
    .optional()
    .meta({ description: 'The offending field, such as `accel_x` or `samples[3].gyro_y`.' }),
  required_fields: z
    .array(z.string())
    .optional()
    .meta({ description: 'With `missing_fields`: what a sample consists of.' }),
  total_predictions: count.optional().meta({
    description:
      'Samples of this session since it began. With `replies: "steps"` it shows which unanswered ' +
      'frames came before the one that this refuses.',
  }),
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
  Pong,
  AuthenticateResponse,
  TokenExpiring,
  Checkpoint,
  Hint,
  TimeoutResponse,
  SessionReplaced,
  SessionTerminated,
  ServerDraining,
  ErrorMessage,
]);
export type ServerMessage = z.infer<typeof ServerMessage>;
