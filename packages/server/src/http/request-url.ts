/** Stands for the host in addresses whose host does not matter. */
const LOCAL = 'http://localhost';

/**
 * The address that a request asks for. The host in it is whatever a client claims, or nothing at all
 * (HTTP/1.0), and nobody here needs it.
 */
export function requestUrl({ url }: Request): URL {
  const path = /^[a-z]+:\/\/[^/?]*/i.exec(url)?.[0].length ?? 0;
  return URL.parse(`${LOCAL}${url.slice(path)}`) ?? new URL(LOCAL);
}
