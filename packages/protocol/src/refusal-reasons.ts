/** Why a session could not be resumed, with what each means. */
export const REFUSAL_REASONS = {
  unknown_token:
    'No session has this token: it ended, was away for too long, or the server was restarted and keeps none.',
  other_user: 'The session of this token belongs to another user than the one that is named.',
  store_unavailable:
    'The server could not look for the session: its store did not answer in time. What it keeps is still there.',
  damaged_state:
    'What was kept of the session is damaged, or was kept by another version of the server.',
} as const;
export type RefusalReason = keyof typeof REFUSAL_REASONS;
