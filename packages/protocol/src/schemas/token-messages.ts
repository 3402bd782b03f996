import { z } from 'zod';
import { Envelope } from './envelope.ts';

/** What the server says of tokens. */

const ExpiresAt = z.number().meta({ description: 'When the token expires, in Unix seconds.' });

export const AuthenticateResponse = Envelope.extend({
  type: z.literal('authenticate_response'),
  status: z.literal('success'),
  message: z.string(),
  expires_at: ExpiresAt.optional(),
});

export const TokenExpiring = Envelope.extend({
  type: z.literal('token_expiring'),
  message: z.string(),
  expires_at: ExpiresAt,
});
