import type { Hono } from 'hono';
import type { Config } from '../config.ts';
import type { RestEnv } from '../http/rest-env.ts';
import { createIngestRoutes, type IngestRoutesContext } from '../ingest/routes.ts';
import type { Limits } from '../limits/limits.ts';

/** A push holds seconds of several sensors, in many words: it may be longer than a frame. */
const PUSH_FACTOR = 4;
/** The part of all sessions that recordings may have of which only one message has come. */
const BEGINNERS_PART = 1 / 4;

/** The routes for devices that push, within what the engine is told. */
export function createIngest({
  config,
  limits,
  ...rest
}: Omit<IngestRoutesContext, 'began' | 'limits' | 'maxBeginners' | 'maxBytes'> & {
  readonly config: Pick<Config, 'maxFrameBytes' | 'maxSessions'>;
  readonly limits: Limits;
}): Hono<RestEnv> {
  return createIngestRoutes({
    ...rest,
    limits,
    maxBytes: PUSH_FACTOR * config.maxFrameBytes,
    maxBeginners: Math.ceil((config.maxSessions || Number.POSITIVE_INFINITY) * BEGINNERS_PART),
    began: (address) => limits.began(address),
  });
}
