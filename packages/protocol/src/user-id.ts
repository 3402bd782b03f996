/** Longest user name, in UTF-16 units. */
export const MAX_USER_ID_LENGTH = 256;

/** Whether a text can name a user. What has no UTF-8 can't, nor what some databases can't keep. */
export function isUserId(text: string): boolean {
  const fits = text !== '' && text.length <= MAX_USER_ID_LENGTH;
  return fits && !text.includes('\0') && text.isWellFormed();
}
