import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TlsError } from './tls-error.ts';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads an operator's own certificate.
 *
 * @throws {TlsError} when a file can't be read, is none of these, or the two do not belong together
 */
export function readKeyPair(certPath: string, keyPath: string): KeyPair {
  if (certPath === '' || keyPath === '') {
    throw new TlsError('--tls-cert and --tls-key belong together: give both');
  }
  const cert = readPem(certPath);
  const key = readPem(keyPath);
  const certificate = parse(certPath, 'certificate', () => new X509Certificate(cert));
  const privateKey = parse(keyPath, 'private key without a passphrase', () =>
    createPrivateKey(key),
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new TlsError(`${keyPath} is not the key of the certificate in ${certPath}`);
  }
  return { cert, key };
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new TlsError(
      `cannot read ${path} (${error instanceof Error && 'code' in error ? error.code : error})`,
      error,
    );
  }
}

function parse<T>(path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new TlsError(`${path} holds no ${what} in PEM`, error);
  }
}
