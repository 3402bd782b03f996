import { createHmac } from 'node:crypto';

/** What a secret begins with. */
const PREFIX = 'whsec_';
/** Least and most bytes of a secret, as Standard Webhooks has them. */
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;

/** The key that a secret holds; undefined where the text is no secret. */
export function readSecret(text: string): Buffer | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const encoded = text.slice(PREFIX.length);
  const key = Buffer.from(encoded, 'base64');
  // What is not base64 would be skipped in silence.
  if (key.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')) return undefined;
  return key.length >= MIN_SECRET_BYTES && key.length <= MAX_SECRET_BYTES ? key : undefined;
}

/** The keys of secrets that are separated by commas; undefined where one is none. */
export function readSecrets(list: string): Buffer[] | undefined {
  const texts = list.split(',').map((text) => text.trim());
  const keys = texts.filter((text) => text !== '').map(readSecret);
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/**
 * The headers that sign an attempt to deliver a message, as Standard Webhooks has them.
 *
 * @param keys one signature is made with each: a receiver may know the old secret or the new one
 * @param timestamp Unix time of the attempt, whole seconds
 */
export function signatureHeaders(
  keys: readonly Buffer[],
  id: string,
  timestamp: number,
  body: string,
): Record<string, string> {
  const signatures = keys.map((key) => {
    const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`);
    return `v1,${hmac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
