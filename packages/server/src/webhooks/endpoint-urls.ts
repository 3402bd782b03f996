import { isLoopbackName } from '../auth/caller.ts';

/** Most endpoints that a server has. */
const MAX_ENDPOINTS = 10;

/**
 * Reads addresses that are separated by commas.
 *
 * @returns the addresses, each as a URL writes it; undefined where one is none that can be posted to
 */
export function readEndpointUrls(list: string): string[] | undefined {
  const texts = list.split(',').map((text) => text.trim());
  const urls = texts.filter((text) => text !== '').map((text) => URL.parse(text));
  if (urls.length > MAX_ENDPOINTS) return undefined;
  const isEach = urls.every(
    (url) =>
      url !== null &&
      (url.protocol === 'https:' || url.protocol === 'http:') &&
      // A password in an address ends up where addresses are shown; signatures say who sends.
      url.username === '' &&
      url.password === '' &&
      url.hash === '',
  );
  return isEach ? urls.map((url) => `${url}`) : undefined;
}

/** Whether what is sent to an address can be read on its way: it is not encrypted, and leaves the machine. */
export function isReadableOnItsWay(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopbackName(hostname);
}
