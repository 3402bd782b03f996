import { z } from 'zod';
import { CLOSE_REASONS, type CloseReason } from '../close-codes.ts';
import { UnixTime } from './envelope.ts';

/*
 * What `GET /users/{id}/events` tells, as schemas: the data of each of its events.
 */

const count = z.int().min(0);

/** How a session ended, for those who follow it: as its client was told, or with nobody left to tell. */
export const SessionEndReason = z
  .enum([...(Object.keys(CLOSE_REASONS) as [CloseReason, ...CloseReason[]]), 'disconnected'])
  .meta({
    description: 'Why the session ended: a reason of a close code, or `disconnected`.',
  });

const EXAMPLE_SESSION = 'd8f2a1c4-6b7e-4f0a-9c3d-5e1b2a7f4c60';

/** The data of an event `step`. */
export const StepEvent = z
  .object({
    user_id: z.string(),
    session_id: z.uuid(),
    total_steps: count.meta({
      description: 'Steps of the session, with this one, since it began or was reset.',
    }),
    step: z.object({
      timestamp: z
        .number()
        .meta({ description: "The contact's moment, seconds on the sensor's clock." }),
      foot: z.enum(['start', 'end']),
      confidence: z.number().min(0).max(1),
    }),
    timestamp: UnixTime.meta({ description: 'When the step was confirmed: Unix seconds.' }),
  })
  .meta({
    id: 'StepEvent',
    examples: [
      {
        user_id: 'ann',
        session_id: EXAMPLE_SESSION,
        total_steps: 42,
        step: { timestamp: 12.34, foot: 'start', confidence: 0.97 },
        timestamp: '1234567890.123',
      },
    ],
  });
export type StepEvent = z.infer<typeof StepEvent>;

/** The data of an event `session`. */
export const UserSessionEvent = z
  .object({
    user_id: z.string(),
    session_id: z
      .uuid()
      .nullable()
      .meta({ description: "The user's session; null where there is none." }),
    is_active: z.boolean().meta({
      description: 'Whether the session goes on; one whose connection was lost does for a while.',
    }),
    total_steps: count.meta({ description: 'Its steps since it began or was reset.' }),
    reason: SessionEndReason.optional(),
    gap: z.boolean().optional().meta({
      description:
        'Only in the first one after a reconnect with `Last-Event-ID`: whether steps since then may be missing above.',
    }),
    timestamp: UnixTime,
  })
  .meta({
    id: 'UserSessionEvent',
    examples: [
      {
        user_id: 'ann',
        session_id: EXAMPLE_SESSION,
        is_active: true,
        total_steps: 42,
        timestamp: '1234567890.123',
      },
    ],
  });
export type UserSessionEvent = z.infer<typeof UserSessionEvent>;
