/** No text of a log entry is longer, as JSON writes it; what is, was made so on purpose. */
const MAX_TEXT_LENGTH = 300;
/** What an error's stack may have. */
const MAX_STACK_LENGTH = 4000;

/** The fields of a log entry, with texts cut to a length that a person reads. */
export function cutValues(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cut(value)]));
}

/** An error as a log tells it. */
export function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return cut(error);
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message: cut(message),
    stack: stack?.slice(0, MAX_STACK_LENGTH),
    ...(cause !== undefined && { cause: cut(String(cause)) }),
  };
}

function cut(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  // JSON writes a control character in six; those are escaped there, once.
  let length = 0;
  for (let i = 0; i < value.length; i++) {
    length += value.charCodeAt(i) < 0x20 ? 6 : 1;
    if (length > MAX_TEXT_LENGTH) return `${value.slice(0, i)}…`;
  }
  return value;
}
