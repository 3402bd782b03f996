/** Who is in no recording: a detector for them is the published one. */
export const STRANGER = 'stranger';
