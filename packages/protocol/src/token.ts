/** Longest token that a client may say, in UTF-16 units. */
export const MAX_TOKEN_LENGTH = 8192;
