import type { PageFacts } from '../protocol/index.ts';

/** What the server has told with the page. */
export function readFacts(): PageFacts {
  return JSON.parse(document.getElementById('facts')?.textContent ?? '{}') as PageFacts;
}

/** The address of one of the server's sockets. */
export function socketUrl(path: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
}
