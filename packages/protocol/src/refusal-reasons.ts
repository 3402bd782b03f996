/** Why a session could not be resumed, with what each means. */
export const REFUSAL_REASONS = {
  unknown_token:
    'No session has this token: it ended, was away for too long, or the server was restarted.',
  other_user: 'The session of this token belongs to another user than the one that is named.',
} as const;
export type RefusalReason = keyof typeof REFUSAL_REASONS;
