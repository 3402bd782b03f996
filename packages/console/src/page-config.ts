import type { PageConfig } from '@stepstream/protocol';

/** The config that the server has put into the page. */
export function readPageConfig(): PageConfig {
  return JSON.parse(document.getElementById('page-config')?.textContent ?? '{}') as PageConfig;
}

/** The address of a file of the server, with the path under which the server is published. */
export function assetUrl(path: string): string {
  return `${readPageConfig().base_path}${path}`;
}

/** The address of one of the server's sockets. */
export function socketUrl(path: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${assetUrl(path)}`;
}

/** The address of the stream. */
export function streamUrl(): string {
  return socketUrl(readPageConfig().stream_path);
}
