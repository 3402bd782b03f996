/** More of a frame is not shown, in UTF-16 units. */
export const MAX_SHOWN = 400;
/** A longer frame is not read for what must not be shown: it is cut first. */
const MAX_READ = 4096;

/** Fields whose values are secrets. */
const SECRET_NAME = /token|secret|password|authorization/i;
/** Fields whose values name a user. */
const USER_NAME = /^(user|sub|user_?id)$/i;
/** The same in text that is no JSON, its end perhaps cut off. */
const SECRET_FIELD =
  /("[^"]*(?:token|secret|password|authorization)[^"]*"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]"]+)/gi;
const USER_FIELD = /("(?:user|sub|user_?id)"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]"]+)/gi;
/** A signed token (JWT), wherever it stands. */
const SIGNED_TOKEN = /\beyJ[\w-]{8,}(?:\.[\w-]*)*/g;
/** Letters that a client has escaped, which would hide the name of a field. */
const ESCAPED_LETTER = /\\u00([4-7][0-9a-f])/gi;
const HIDDEN = '…';

/** What is hidden beside secrets. */
export interface Redaction {
  /** The user of the session; undefined where nobody is named. */
  readonly userId?: string | undefined;
  /** What users are called instead of by their names; undefined where their names may be shown. */
  readonly label?: ((userId: string) => string) | undefined;
}

/** The beginning of a frame of text, without tokens, and without names of users where these are hidden. */
export function redactFrame(text: string, redaction: Redaction = {}): string {
  const frame = text.length <= MAX_READ ? read(text) : undefined;
  if (frame === undefined) return redactText(cut(text), redaction);
  let hasHidden = false;
  const shown = JSON.stringify(frame, (name, value: unknown) => {
    const hidden = redactValue(name, value, redaction);
    if (hidden !== value) hasHidden = true;
    return hidden;
  });
  // As the client wrote it, where nothing has to be hidden.
  return cut(hasHidden ? shown : text);
}

function redactValue(name: string, value: unknown, { userId, label }: Redaction): unknown {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  if (SECRET_NAME.test(name) && value !== null) return HIDDEN;
  if (label && isPlain && (USER_NAME.test(name) || value === userId)) return label(String(value));
  return typeof value === 'string' ? value.replace(SIGNED_TOKEN, HIDDEN) : value;
}

function redactText(text: string, { userId, label }: Redaction): string {
  const plain = text
    .replace(ESCAPED_LETTER, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(SECRET_FIELD, `$1"${HIDDEN}"`)
    .replace(SIGNED_TOKEN, HIDDEN);
  if (!label) return plain;
  const unnamed = plain.replace(USER_FIELD, `$1"${HIDDEN}"`);
  return userId ? unnamed.replaceAll(userId, label(userId)) : unnamed;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cut(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}${HIDDEN}`;
}
