import { resolve } from 'node:path';
import type { RedisAddress, RedisHost } from '../redis/redis-address.ts';
import { StoreError } from './store-error.ts';

/** Where a store is, as its URL says. */
export type StoreAddress =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly name: string; readonly url: string }
  | (RedisAddress & {
      readonly kind: 'redis';
      readonly name: string;
      readonly prefix: string;
    });

const REDIS_PORT = 6379;
const SENTINEL_PORT = 26_379;
/** What tells our keys from those of other programs, unless the URL names something else. */
const PREFIX = 'stepstream';

/**
 * Reads the URL of a store: `memory`, `sqlite:PATH`, `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require`,
 * `redis://USER:PASSWORD@HOST:PORT/DATABASE?prefix=stepstream`, `redis+sentinel://HOST:PORT,HOST:PORT/NAME/DATABASE`,
 * `redis+cluster://HOST:PORT,HOST:PORT`, or `rediss…` with TLS.
 *
 * @throws {StoreError} `invalid_store_url`; neither it nor the name of a store tells a password
 */
export function parseStoreUrl(text: string): StoreAddress {
  if (text === 'memory') return { kind: 'memory' };
  if (text.startsWith('sqlite:')) return parseSqlite(text.slice('sqlite:'.length));
  const scheme = /^(postgres|postgresql|rediss?(?:\+(?:sentinel|cluster))?):\/\//.exec(text)?.[1];
  // What is none of these may be a password in the wrong place.
  if (!scheme) throw new StoreError('invalid_store_url', 'that was named');
  if (scheme.endsWith('+sentinel')) return sentinelAddress(scheme, text);
  if (scheme.endsWith('+cluster')) return clusterAddress(scheme, text);
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
  const mostSlashes = scheme.endsWith('+sentinel') ? 2 : 1;
  const isDeep = url.pathname.split('/').length > mostSlashes + 1;
  if (/[@#]/.test(url.pathname + url.search + url.hash) || isDeep) {
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
  const name = nameOf(scheme, url);
  checkParameters(url, name, ['prefix']);
  return {
    kind: 'redis',
    name,
    ...hostOf(url, REDIS_PORT),
    ...loginOf(url),
    database: databaseOf(url.pathname.slice(1), name),
    tls: scheme.startsWith('rediss'),
    prefix: url.searchParams.get('prefix') || PREFIX,
  };
}

function sentinelAddress(scheme: string, text: string): StoreAddress {
  const { urls, url, name } = parseServers(scheme, text);
  const [, master = '', database = ''] = url.pathname.split('/');
  if (master === '') {
    throw new StoreError('invalid_store_url', name, 'the name of the master is missing: /NAME');
  }
  checkParameters(url, name, ['prefix', 'sentinel_password']);
  const hosts = urls.map((one) => hostOf(one, SENTINEL_PORT));
  const password = url.searchParams.get('sentinel_password') ?? '';
  return {
    kind: 'redis',
    name,
    ...(hosts[0] as RedisHost),
    ...loginOf(url),
    database: databaseOf(database, name),
    tls: scheme.startsWith('rediss'),
    sentinel: { name: decodeURIComponent(master), hosts, password },
    prefix: url.searchParams.get('prefix') || PREFIX,
  };
}

function clusterAddress(scheme: string, text: string): StoreAddress {
  const { urls, url, name } = parseServers(scheme, text);
  if (databaseOf(url.pathname.slice(1), name) !== 0) {
    throw new StoreError(
      'invalid_store_url',
      name,
      'a Redis Cluster has one database, without a number',
    );
  }
  checkParameters(url, name, ['prefix']);
  const cluster = urls.map((one) => hostOf(one, REDIS_PORT));
  return {
    kind: 'redis',
    name,
    ...(cluster[0] as RedisHost),
    ...loginOf(url),
    database: 0,
    tls: scheme.startsWith('rediss'),
    cluster,
    prefix: url.searchParams.get('prefix') || PREFIX,
  };
}

/** Several hosts are no URL that others can read: it is read with the first, and the others one by one. */
function parseServers(
  scheme: string,
  text: string,
): { readonly urls: readonly URL[]; readonly url: URL; readonly name: string } {
  const [, before = '', all = '', after = ''] =
    /^([^:]+:\/\/(?:[^@/]*@)?)([^/?#@]*)(.*)$/s.exec(text) ?? [];
  const urls = all.split(',').map((host) => parseServer(scheme, before + host + after));
  const [url] = urls as [URL, ...URL[]];
  return { urls, url, name: nameOf(scheme, url).replace(url.host, all) };
}

function hostOf(url: URL, port: number): RedisHost {
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || port) };
}

function loginOf({ username, password }: URL): Pick<RedisAddress, 'username' | 'password'> {
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

function databaseOf(text: string, name: string): number {
  if (/^\d{0,5}$/.test(text)) return Number(text);
  throw new StoreError('invalid_store_url', name, 'a database of Redis is a number');
}

function checkParameters(url: URL, name: string, known: readonly string[]): void {
  if ([...url.searchParams.keys()].every((key) => known.includes(key))) return;
  const all = known.map((key) => `?${key}=`).join(' or ');
  throw new StoreError('invalid_store_url', name, `it can have ${all} and nothing else`);
}

/** Without password and settings, which may hold one, too. */
function nameOf(scheme: string, { username, host, pathname }: URL): string {
  return `${scheme}://${username ? `${username}@` : ''}${host}${pathname === '/' ? '' : pathname}`;
}
