import { isUserId } from '@stepstream/protocol';

/** The address of the stream. */
export const STREAM_PATH = '/ws/realtime';

/** What an address says of a stream. */
export type StreamRoute =
  /** A stream of nobody in particular, or of a named user. */
  | { readonly kind: 'stream'; readonly userId: string | undefined }
  /** A stream of a user whose name can't be one. */
  | { readonly kind: 'invalid_user' }
  /** Another address altogether. */
  | { readonly kind: 'elsewhere' };

/**
 * Reads `/ws/realtime`, `/ws/realtime?user_id=U` and `/ws/realtime/U`. Where both forms name a user,
 * the path wins; an empty name is none.
 *
 * @param path where streams are
 */
export function matchStream(url: URL, path = STREAM_PATH): StreamRoute {
  if (url.pathname !== path && !url.pathname.startsWith(`${path}/`)) {
    return { kind: 'elsewhere' };
  }
  const inPath = decode(url.pathname.slice(path.length + 1).replace(/\/$/, ''));
  const name = inPath === '' ? userInQuery(url.search) : inPath;
  if (name === '') return { kind: 'stream', userId: undefined };
  if (name === undefined || !isUserId(name)) return { kind: 'invalid_user' };
  return { kind: 'stream', userId: name };
}

/** The first `user_id` of a query; a plus stands for a blank there. */
function userInQuery(query: string): string | undefined {
  const value = /[?&]user_id=([^&]*)/.exec(query)?.[1] ?? '';
  return decode(value.replaceAll('+', ' '));
}

/** Percent-decoding that refuses what is not UTF-8, where URLSearchParams would guess. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
