import { Backoff } from '@stepstream/client/internals';
import { socketUrl } from '../page-config.ts';

/** Opens the stream of what is live. It tells the list in pages, each when the one before has come. */
export function openLiveSocket(): WebSocket {
  return new WebSocket(socketUrl('/console/live?paced=1'));
}

/** How long to wait before the next attempt: views that show several sessions try for each. */
export function liveBackoff(): Backoff {
  return new Backoff({ minDelay: 500, maxDelay: 10_000, random: Math.random });
}
