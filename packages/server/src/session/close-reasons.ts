import type { CloseReason } from '@stepstream/protocol';

/** How a session ends: as its client is told, or with nobody left to tell. */
export type EndReason = CloseReason | 'disconnected';
