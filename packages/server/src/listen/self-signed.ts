import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { KeyPair } from './key-pair.ts';
import { TlsError } from './tls-error.ts';

const DAY = 24 * 3600 * 1000;
/** Phones refuse certificates that are good for longer than 825 days (Apple, HT210176). */
const LIFETIME = 397 * DAY;
/** One that ends sooner than this is made anew. */
const RENEW_BEFORE = 7 * DAY;
/** Clocks of phones and computers differ. */
const BACKDATED = DAY;

/**
 * The certificate that this machine makes for itself: for its names and these addresses. It is kept
 * in the folder, so that a phone that once trusted it need not be asked again, and made anew when
 * it is about to end or an address is not in it.
 *
 * @param folder - where it is kept; made where there is none
 * @throws {TlsError} when the folder can't be written to
 */
export async function selfSignedCertificate(
  folder: string,
  addresses: readonly string[],
): Promise<KeyPair> {
  const paths = { cert: join(folder, 'lan-cert.pem'), key: join(folder, 'lan-key.pem') };
  const hosts = [...new Set(['localhost', '127.0.0.1', ...ownNames(), ...addresses])];
  const kept = readKept(paths);
  if (kept && isGoodFor(kept, hosts)) return kept;
  const made = await make(hosts);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    replaceFile(paths.key, made.key, 0o600);
    replaceFile(paths.cert, made.cert, 0o644);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TlsError(
      `cannot keep the self-signed certificate (${reason}): choose another --state-folder`,
      error,
    );
  }
  return made;
}

/** Where things are kept between runs, by the XDG Base Directory Specification. */
export function defaultStateFolder(environment: Readonly<Record<string, string | undefined>>) {
  const base = environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  return join(base, 'stepstream');
}

/** What a browser or operator can compare: SHA-256 of the certificate, in pairs of digits. */
export function fingerprint({ cert }: KeyPair): string {
  return new X509Certificate(cert).fingerprint256;
}

function ownNames(): string[] {
  const name = hostname().toLowerCase();
  if (!/^[a-z\d][a-z\d.-]*$/.test(name) || isIP(name) !== 0) return [];
  return name.includes('.') ? [name] : [name, `${name}.local`];
}

function readKept(paths: KeyPair): KeyPair | undefined {
  try {
    return { cert: readFileSync(paths.cert, 'utf8'), key: readFileSync(paths.key, 'utf8') };
  } catch {
    return undefined;
  }
}

function isGoodFor({ cert, key }: KeyPair, hosts: readonly string[]): boolean {
  try {
    const certificate = new X509Certificate(cert);
    const lasts = Date.parse(certificate.validTo) - Date.now() > RENEW_BEFORE;
    const covers = hosts.every((host) =>
      isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host),
    );
    return lasts && covers && certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

async function make(hosts: readonly string[]): Promise<KeyPair> {
  // Loaded when it is needed: it is large, and few starts make a certificate.
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'Stepstream on this network' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - BACKDATED),
    notAfterDate: new Date(Date.now() - BACKDATED + LIFETIME),
    extensions: [
      // It can sign nothing else: whoever trusts it trusts this server alone.
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) =>
          isIP(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host },
        ),
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** Writes a file whole or not at all: another start may be reading it. */
function replaceFile(path: string, text: string, mode: number): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, path);
}
