/**
 * The messages of the contract: their fields, the fields' types, and the arithmetic between them.
 *
 * Objects are open: a server may add fields, never drop or retype one of these.
 */
import { z } from 'zod';

/** Unix seconds with a fraction, as a string. */
export const Stamp = z.string().regex(/^\d{9,11}\.\d+$/);

/** Unix seconds as a number, and plausibly of today. */
export const UnixTime = z.number().refine((t) => Math.abs(t - Date.now() / 1000) < 86_400);

const Count = z.int().nonnegative();
const Seconds = z.number().nonnegative();
const Probability = z.number().min(0).max(1);
const Success = z.literal('success');
const Foot = z.enum(['start', 'end']);

/** What every message of the server carries. */
const Base = z.looseObject({
  session_id: z.uuid(),
  timestamp: Stamp,
  user_id: z.string().optional(),
});

export const AnyMessage = Base.extend({ type: z.string() });

export const Started = Base.extend({
  type: z.literal('session_started'),
  message: z.literal('Step detection session initialized successfully'),
  protocol: z.literal('stepstream.v1'),
  model: z.unknown().refine((model) => model !== undefined && model !== null && model !== ''),
  look_ahead_ms: z.number().nonnegative(),
  timeout_seconds: z.number().positive(),
});

export const Step = z.looseObject({
  index: Count,
  timestamp: z.number(),
  foot: Foot,
  confidence: Probability,
});

const Prediction = z.looseObject({
  confidence: Probability,
  probabilities: z.tuple([Probability, Probability]),
  start_probability: Probability,
  end_probability: Probability,
  no_step_probability: Probability,
  predicted_class: z.literal([0, 1, 2]),
  movement_magnitude: Seconds,
  step_start: z.boolean(),
  step_end: z.boolean(),
  detector_has_current_step: z.boolean(),
});

export const Detection = Base.extend({
  type: z.literal('step_detection'),
  step_detected: z.boolean(),
  prediction: Prediction,
  total_steps: Count,
  total_predictions: Count,
  buffer_size: Count,
  message: z.literal('Step detection processed successfully'),
  error: z.null(),
  steps: z.array(Step),
  pending_steps: Count,
  rejected: z
    .array(z.strictObject({ index: Count, code: z.string(), field: z.string().optional() }))
    .min(1)
    .optional(),
}).superRefine(({ prediction, ...answer }, context) => {
  const { start_probability: start, end_probability: end, no_step_probability: none } = prediction;
  const classes = [none, start, end];
  const feet = answer.steps.map((step) => step.foot);
  const claims: Record<string, boolean> = {
    'start + end + no_step = 1': Math.abs(start + end + none - 1) < 1e-6,
    'confidence is the largest': prediction.confidence === Math.max(...classes),
    'predicted_class is its index': classes[prediction.predicted_class] === prediction.confidence,
    'probabilities = [start, end]':
      prediction.probabilities[0] === start && prediction.probabilities[1] === end,
    'step_detected says whether there are steps': answer.step_detected === feet.length > 0,
    'step_start only with a start among the steps':
      !prediction.step_start || feet.includes('start'),
    'step_end only with an end among the steps': !prediction.step_end || feet.includes('end'),
    'total_steps includes these steps': answer.total_steps >= feet.length,
  };
  for (const [claim, holds] of Object.entries(claims)) {
    if (!holds) context.addIssue({ code: 'custom', message: `untrue: ${claim}` });
  }
});

export type Detection = z.infer<typeof Detection>;

export const StopResponse = Base.extend({
  type: z.literal('stop_response'),
  status: Success,
  message: z.literal('Step detection stopped. WebSocket connection will be closed.'),
  session_stats: z.looseObject({ duration: Seconds, total_requests: Count }),
});

export const ResetResponse = Base.extend({
  type: z.literal('reset_response'),
  status: Success,
  message: z.literal('Step counter has been reset for this session'),
  total_steps: z.literal(0),
});

export const StatsResponse = Base.extend({
  type: z.literal('stats_response'),
  status: Success,
  user_stats: z.looseObject({
    session_duration: Seconds,
    total_requests: Count,
    last_activity: UnixTime,
  }),
  server_stats: z.looseObject({ active_sessions: Count, total_server_requests: Count }),
});

export const ConfigureResponse = Base.extend({
  type: z.literal('configure_response'),
  accel_unit: z.enum(['m/s^2', 'g']),
  gyro_unit: z.enum(['rad/s', 'deg/s']),
  gravity: z.enum(['included', 'excluded']),
  confirm_after: z.int().min(1).max(10),
  replies: z.enum(['every_frame', 'steps']),
  clock: z.enum(['sensor', 'unix']),
  time_zone: z.string(),
});

export const TimeoutResponse = Base.extend({
  type: z.literal('timeout_response'),
  status: z.literal('timeout'),
  message: z.string(),
});

export const Replaced = Base.extend({
  type: z.literal('session_replaced'),
  status: z.literal('replaced'),
  user_id: z.string(),
  message: z.literal('Session closed due to new connection from same user'),
});

export const Terminated = Base.extend({ type: z.literal('session_terminated') });

export const ErrorMessage = Base.extend({
  type: z.literal('error'),
  error: z.string().min(1),
  code: z.string().regex(/^[a-z][a-z_]*$/),
  field: z.string().min(1).optional(),
});

export const MissingFields = ErrorMessage.extend({
  error: z.literal('Missing sensor data fields'),
  code: z.literal('missing_fields'),
  required_fields: z.tuple([
    z.literal('accel_x'),
    z.literal('accel_y'),
    z.literal('accel_z'),
    z.literal('gyro_x'),
    z.literal('gyro_y'),
    z.literal('gyro_z'),
  ]),
});

/** A problem of RFC 9457, with the member that clients have always read. */
export const Problem = z.looseObject({ detail: z.string() });
