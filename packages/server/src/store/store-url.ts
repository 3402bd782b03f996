import { resolve } from 'node:path';
import { StoreError } from './store-error.ts';

/** Where a store is, as its URL says. */
export type StoreAddress =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly name: string; readonly url: string }
  | {
      readonly kind: 'redis';
      readonly name: string;
      readonly host: string;
      readonly port: number;
      readonly username: string;
      readonly password: string;
      readonly database: number;
      readonly tls: boolean;
      readonly prefix: string;
    };

const REDIS_PORT = 6379;
/** What tells our keys from those of other programs, unless the URL names something else. */
const PREFIX = 'stepstream';

/**
 * Reads the URL of a store: `memory`, `sqlite:PATH`, `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require`,
 * `redis://USER:PASSWORD@HOST:PORT/DATABASE?prefix=stepstream`, or `rediss://…` with TLS.
 *
 * @throws {StoreError} `invalid_store_url`; neither it nor the name of a store tells a password
 */
export function parseStoreUrl(text: string): StoreAddress {
  if (text === 'memory') return { kind: 'memory' };
  if (text.startsWith('sqlite:')) return parseSqlite(text.slice('sqlite:'.length));
  const scheme = /^(postgres|postgresql|redis|rediss):\/\//.exec(text)?.[1];
  // What is none of these may be a password in the wrong place.
  if (!scheme) throw new StoreError('invalid_store_url', 'that was named');
  const url = parseServer(scheme, text);
  return scheme.startsWith('redis') ? redisAddress(scheme, url) : postgresAddress(scheme, url);
}

function parseSqlite(path: string): StoreAddress {
  // `sqlite:///var/lib/x.db` is how others write `sqlite:/var/lib/x.db`.
  const plain = path.replace(/^\/\/(?=\/)/, '');
  if (plain === '' || plain.startsWith('//') || plain === ':memory:' || plain.includes('\0')) {
    throw new StoreError('invalid_store_url', `sqlite:${plain.replaceAll('\0', '')}`, 'no path');
  }
  return { kind: 'sqlite', path: resolve(plain) };
}

function parseServer(scheme: string, text: string): URL {
  const url = URL.parse(text);
  const refuse = (why: string) => new StoreError('invalid_store_url', `${scheme}://… `.trim(), why);
  if (!url?.hostname) throw refuse('there is no host that can be read');
  // An unescaped / ? or # ends the part with the password, and the rest of it would pass for host, port and path.
  if (/[@#]/.test(url.pathname + url.search + url.hash) || url.pathname.lastIndexOf('/') > 0) {
    throw refuse('signs such as / ? # and @ in a password are written %2F %3F %23 and %40');
  }
  try {
    decodeURIComponent(url.username + url.password + url.pathname);
  } catch {
    throw refuse('a % that stands for itself is written %25');
  }
  return url;
}

function postgresAddress(scheme: string, url: URL): StoreAddress {
  return { kind: 'postgres', name: nameOf(scheme, url), url: url.href };
}

function redisAddress(scheme: string, url: URL): StoreAddress {
  const database = url.pathname.slice(1);
  const name = nameOf(scheme, url);
  if (!/^\d{0,5}$/.test(database)) {
    throw new StoreError('invalid_store_url', name, 'a database of Redis is a number');
  }
  const unknown = [...url.searchParams.keys()].find((key) => key !== 'prefix');
  if (unknown !== undefined) {
    throw new StoreError('invalid_store_url', name, 'it can have a ?prefix= and nothing else');
  }
  return {
    kind: 'redis',
    name,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || REDIS_PORT),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: Number(database),
    tls: scheme === 'rediss',
    prefix: url.searchParams.get('prefix') || PREFIX,
  };
}

/** Without password and settings, which may hold one, too. */
function nameOf(scheme: string, { username, host, pathname }: URL): string {
  return `${scheme}://${username ? `${username}@` : ''}${host}${pathname === '/' ? '' : pathname}`;
}
