import { codeOf, messageOf, StoreError, type StoreErrorCode } from '../store-error.ts';

/** Of PostgreSQL (SQLSTATE): https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CODES: Readonly<Record<string, StoreErrorCode>> = {
  '28000': 'store_authentication_failed',
  '28P01': 'store_authentication_failed',
  '3D000': 'store_database_missing',
  '42501': 'store_permission_denied',
  '3F000': 'store_permission_denied',
  '25006': 'store_read_only',
  '53100': 'store_full',
  '53200': 'store_full',
  '53300': 'store_unreachable',
  '40001': 'store_busy',
  '40P01': 'store_busy',
  '55P03': 'store_busy',
  '57014': 'store_busy',
  '57P01': 'store_unreachable',
  '57P02': 'store_unreachable',
  '57P03': 'store_unreachable',
  XX001: 'store_corrupt',
  XX002: 'store_corrupt',
};

/** SQLSTATEs are five characters; those of the system are longer, or begin with an E. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** What an error of the client, of the server or of the network means. */
export function postgresError(error: unknown, store: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const known = code === undefined ? undefined : CODES[code];
  if (known) return new StoreError(known, store, messageOf(error));
  // Without a code it is the client that lost the server, or waited in vain.
  const fromServer = code !== undefined && SQLSTATE.test(code) && !code.startsWith('08');
  const isSystem = code?.startsWith('E') === true;
  const isFault = fromServer && !isSystem;
  return new StoreError(isFault ? 'store_failed' : 'store_unreachable', store, messageOf(error));
}

/** Whether the connection can be used for something else after such an error: the server answered. */
export function isAnswer(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && SQLSTATE.test(code) && !/^(E|08|57P)/.test(code);
}
