import { z } from 'zod';

/*
 * What the HTTP interface answers about the steps of users, as schemas. The documents are made from these: `id` is
 * the name of a schema in openapi.json.
 */

const localTime = z.iso
  .datetime({ offset: true })
  .meta({ description: 'On the clocks of the time zone, with their offset from UTC.' });
const nextCursor = z.string().nullable().meta({
  description: 'Asks for the next part, as the parameter `cursor`; null after the last one.',
});

/** Steps within a stretch of time. */
export const StepBucket = z
  .object({
    start_time: localTime,
    end_time: localTime,
    count: z.int().min(0).meta({ description: 'Steps from the start on and before the end.' }),
  })
  .meta({ id: 'StepBucket' });

/** The answer to `GET /users/{id}/steps`. */
export const UserSteps = z
  .object({
    user_id: z.string(),
    time_zone: z.string(),
    bucket: z.enum(['1m', '15m', '1h', '1d']),
    total: z.int().min(0).meta({ description: 'Steps of the whole range, over all its parts.' }),
    data: z.array(StepBucket).meta({ description: 'In the order of time.' }),
    next_cursor: nextCursor,
  })
  .meta({
    id: 'UserSteps',
    examples: [
      {
        user_id: 'ann',
        time_zone: 'Europe/Berlin',
        bucket: '1d',
        total: 9421,
        data: [
          {
            start_time: '2026-10-25T00:00:00+02:00',
            end_time: '2026-10-26T00:00:00+01:00',
            count: 9421,
          },
        ],
        next_cursor: null,
      },
    ],
  });

/** The answer to `GET /users`. */
export const UserList = z
  .object({
    data: z
      .array(z.object({ user_id: z.string() }))
      .meta({ description: 'In the order of names.' }),
    next_cursor: nextCursor,
  })
  .meta({
    id: 'UserList',
    examples: [{ data: [{ user_id: 'ann' }, { user_id: 'bob' }], next_cursor: null }],
  });
