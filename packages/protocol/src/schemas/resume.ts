import { z } from 'zod';
import { REFUSAL_REASONS, type RefusalReason } from '../refusal-reasons.ts';
import { Settings } from './settings.ts';

/** What `session_started` says of resuming: how it is done, and how it went. */

const count = z.int().min(0);

/** A contact whose answer may not have reached the client; it is told again on resuming. */
export const MissedStep = z.object({
  timestamp: z
    .number()
    .meta({ description: "The contact's moment, seconds on the sensor's clock." }),
  foot: z.enum(['start', 'end']),
  confidence: z.number().min(0).max(1),
});
export type MissedStep = z.infer<typeof MissedStep>;

/** These fields of `session_started`. */
export const ResumeFields = {
  resume_token: z
    .string()
    .min(22)
    .optional()
    .meta({
      description:
        'Secret. Connect with `?resume=TOKEN` to continue this session after its connection was ' +
        'lost. Absent if the server keeps no sessions.',
    }),
  resume_by_message: z
    .literal(true)
    .optional()
    .meta({
      description:
        'The token may be sent in a message instead: connect with `?resume=message`, and send ' +
        '[resume](#resume) first. Absent if the server keeps no sessions.',
    }),
  resume_window_seconds: z.number().positive().optional().meta({
    description: 'How long the session is kept after its connection was lost.',
  }),
  checkpoint_interval_seconds: z
    .number()
    .positive()
    .optional()
    .meta({
      description:
        'Only if `?checkpoints=1` was given and the server has a store: after a change, a ' +
        '[checkpoint](#checkpoint) comes within this time, while the store works.',
    }),
  resumed: z.boolean().optional().meta({
    description: 'Only if `?resume` was given: whether this is the session of that token.',
  }),
  reason: z
    .enum(Object.keys(REFUSAL_REASONS) as [RefusalReason, ...RefusalReason[]])
    .optional()
    .meta({ description: 'Only with `resumed: false`: why this is a new session.' }),
  total_requests: count.optional().meta({
    description:
      'Only with `resumed: true`, like all fields below: how many frames of the client, of every ' +
      'kind, this session has taken in. Send the later ones again.',
  }),
  total_predictions: count.optional().meta({ description: 'How many samples it has taken in.' }),
  total_steps: count.optional().meta({ description: 'Steps, including the missed ones.' }),
  detector: z
    .literal('restarted')
    .optional()
    .meta({
      description:
        'The server has another model than the one that began the session: the count and the settings ' +
        'continue, and the detector starts anew. Pending steps are lost.',
    }),
  settings: z.object(Settings.shape).optional().meta({ description: 'The settings in force.' }),
  missed_steps: z
    .array(MissedStep)
    .optional()
    .meta({
      description:
        'Steps confirmed after the sample that `&answered=N` named (`total_predictions` of the last ' +
        'answer that the client received), oldest first, and at most the last 64 since a reset. ' +
        'Empty without `&answered`.',
    }),
};
