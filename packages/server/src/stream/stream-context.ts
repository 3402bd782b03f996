import type { SampleBlock } from '@stepstream/protocol';
import type { Hooks, Identity } from '../hooks/index.ts';
import type { Clock, ResumeRequest, SessionRegistry } from '../session/index.ts';
import type { ServerCounts } from './answers.ts';
import type { TokenClaim } from './claim.ts';
import type { Crowd } from './crowd.ts';
import type { FrameObserver } from './frame-observer.ts';
import type { FrameTaps } from './frame-taps.ts';
import type { Outbox } from './outbox.ts';
import type { Scheduler } from './scheduler.ts';
import type { TimeStamp } from './time-stamp.ts';

/** What all connections of a server share. */
export interface StreamContext {
  readonly registry: SessionRegistry;
  readonly hooks: Hooks;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** All who are connected. */
  readonly crowd: Crowd;
  /** What waits for readers. */
  readonly outbox: Outbox;
  readonly limits: StreamLimits;
  /** What the server as a whole tells in `stats`. Default: what its registry has. */
  serverCounts?(): ServerCounts;
  /** Told of each frame. Default: nobody. */
  readonly frames?: FrameObserver;
  /** Who looks at the frames of single sessions. Default: nobody. */
  readonly taps?: Pick<FrameTaps, 'of'>;
  /** Frames over this are answered with an error. */
  readonly maxFrameBytes: number;
  /** The time that answers to samples carry. */
  readonly timeStamp: TimeStamp;
  /** Where each frame's samples are put. */
  readonly block: SampleBlock;
}

/** Who has how much. */
export interface StreamLimits {
  /** Asks whether a user may begin one more session; returns seconds to wait, 0 where they may. */
  userSession(userId: string, address: string | undefined): number;
  /** Told that there was no room for one more session. Default: nobody. */
  noRoom?(): void;
}

/** Who a client is, and how it can say so anew. */
export interface StreamToken {
  readonly identity: Identity;
  readonly claim: TokenClaim;
}

/** What a client asked for when it connected. */
export interface StreamRequest {
  readonly userId: string | undefined;
  /** Whose it is, as limits count it. */
  readonly address?: string | undefined;
  /** The session that the client wants to go on with. */
  readonly resume: ResumeRequest | undefined;
  /** Whether it speaks `stepstream.v1`, and so may be told what part 1 does not know. */
  readonly speaksV1: boolean;
  /** Whether it wants to be told up to where its session has been saved. */
  readonly checkpoints: boolean;
  /** Absent where nobody decides who may stream. */
  readonly token?: StreamToken | undefined;
}
