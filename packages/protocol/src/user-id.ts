/** Longest user name, in UTF-16 units. */
export const MAX_USER_ID_LENGTH = 256;
