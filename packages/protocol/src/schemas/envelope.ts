import { z } from 'zod';

/** Unix seconds with a fraction, as text: `"1234567890.123"`. */
export const UnixTime = z
  .string()
  .regex(/^\d+\.\d+$/)
  .meta({ description: 'Unix seconds with a fraction, as text.' });

/** What every message from the server carries. */
export const Envelope = z.object({
  session_id: z.uuid().meta({ description: 'The session, as `/sessions` lists it.' }),
  user_id: z.string().optional().meta({ description: 'The user, if the connection named one.' }),
  timestamp: UnixTime,
});
