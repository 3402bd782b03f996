import { afterEach, beforeEach, describe, expect, setSystemTime, test } from 'bun:test';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKeyPair } from './key-pair.ts';
import { lanAddresses } from './lan-addresses.ts';
import { defaultStateFolder, selfSignedCertificate } from './self-signed.ts';
import { TlsError } from './tls-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-tls-'));
});
afterEach(async () => {
  setSystemTime();
  await rm(folder, { recursive: true });
});

const DAY = 24 * 3600 * 1000;

describe('the self-signed certificate', () => {
  test('is for this machine’s names and addresses, and can sign nothing', async () => {
    const { cert } = await selfSignedCertificate(folder, ['192.168.1.2', '10.0.0.7']);
    const certificate = new X509Certificate(cert);
    for (const address of ['192.168.1.2', '10.0.0.7', '127.0.0.1']) {
      expect(certificate.checkIP(address)).toBe(address);
    }
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('192.168.1.3')).toBeUndefined();
    expect(certificate.ca).toBe(false);
    const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / DAY;
    // Longer ones are refused by phones.
    expect(days).toBeLessThanOrEqual(398);
  });

  test('is kept: the next start has the same one, and nobody else reads its key', async () => {
    const inside = join(folder, 'not', 'there', 'yet');
    const first = await selfSignedCertificate(inside, ['192.168.1.2']);
    expect(await selfSignedCertificate(inside, ['192.168.1.2'])).toEqual(first);
    expect(await selfSignedCertificate(inside, [])).toEqual(first);
    expect((await stat(join(inside, 'lan-key.pem'))).mode & 0o777).toBe(0o600);
  });

  test('is made anew for another address, before it ends, and when it is damaged', async () => {
    const first = await selfSignedCertificate(folder, ['192.168.1.2']);
    const second = await selfSignedCertificate(folder, ['192.168.1.3']);
    expect(second).not.toEqual(first);
    setSystemTime(new Date(Date.now() + 391 * DAY));
    const third = await selfSignedCertificate(folder, ['192.168.1.3']);
    expect(third).not.toEqual(second);
    await writeFile(join(folder, 'lan-key.pem'), first.key);
    expect(await selfSignedCertificate(folder, ['192.168.1.3'])).not.toEqual(third);
    await writeFile(join(folder, 'lan-cert.pem'), 'nonsense');
    const fourth = await selfSignedCertificate(folder, ['192.168.1.3']);
    expect(new X509Certificate(fourth.cert).checkIP('192.168.1.3')).toBe('192.168.1.3');
  });

  test('that can’t be kept is an error that says what to do', async () => {
    await writeFile(join(folder, 'file'), '');
    const making = selfSignedCertificate(join(folder, 'file', 'folder'), []);
    const error = await making.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TlsError);
    expect((error as TlsError).message).toMatch(
      /^cannot keep the self-signed certificate .*--state-folder$/s,
    );
  });

  test('really serves HTTPS', async () => {
    const tls = await selfSignedCertificate(folder, []);
    const server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      tls,
      fetch: () => new Response('hi'),
    });
    const answer = await fetch(`https://127.0.0.1:${server.port}/`, { tls: { ca: tls.cert } });
    expect(await answer.text()).toBe('hi');
    await server.stop(true);
  });
});

describe('an operator’s own certificate', () => {
  const paths = async (cert: string, key: string) => {
    const [certPath, keyPath] = [join(folder, 'own-cert.pem'), join(folder, 'own-key.pem')];
    await Promise.all([writeFile(certPath, cert), writeFile(keyPath, key)]);
    return [certPath, keyPath] as const;
  };
  const message = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof TlsError) return error.message;
    }
    return 'no TlsError';
  };

  test('is read', async () => {
    const made = await selfSignedCertificate(folder, []);
    expect(readKeyPair(...(await paths(made.cert, made.key)))).toEqual(made);
  });

  test('is refused, by its file, when it is none, half, or two that do not belong together', async () => {
    const made = await selfSignedCertificate(folder, []);
    const other = await selfSignedCertificate(join(folder, 'other'), []);
    const [cert, key] = await paths(made.cert, other.key);
    expect(message(() => readKeyPair(cert, key))).toBe(
      `${key} is not the key of the certificate in ${cert}`,
    );
    expect(message(() => readKeyPair(cert, ''))).toContain('give both');
    expect(message(() => readKeyPair('', key))).toContain('give both');
    expect(message(() => readKeyPair(join(folder, 'none'), key))).toContain('ENOENT');
    expect(message(() => readKeyPair(key, key))).toContain('holds no certificate in PEM');
    expect(message(() => readKeyPair(cert, cert))).toContain('holds no private key');
  });
});

test('the address for a phone is that of the home or office network', () => {
  const at = (address: string, internal = false) => [
    { address, family: 'IPv4' as const, internal, netmask: '', mac: '', cidr: null },
  ];
  expect(
    lanAddresses({
      lo: at('127.0.0.1', true),
      docker0: at('172.17.0.1'),
      tun0: at('10.8.0.2'),
      eth1: at('203.0.113.4'),
      wlan0: at('192.168.1.2'),
    }),
  ).toEqual(['192.168.1.2', '203.0.113.4', '172.17.0.1', '10.8.0.2']);
  expect(lanAddresses({ lo: at('127.0.0.1', true) })).toEqual([]);
});

test('state is kept where XDG says', () => {
  expect(defaultStateFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/stepstream');
  expect(defaultStateFolder({})).toEndWith('/.local/state/stepstream');
});
