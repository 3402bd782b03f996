import type { PageConfig } from '@stepstream/protocol';

/** What the server has told with the page. */
export function readPageConfig(): PageConfig {
  return JSON.parse(document.getElementById('facts')?.textContent ?? '{}') as PageConfig;
}

/** The address of one of the server's sockets. */
export function socketUrl(path: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
}
