import type { Durability } from '../durable/index.ts';
import type { Hooks } from '../hooks/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Clock, SessionRegistry } from '../session/index.ts';
import type { FrameTaps, SocketObserver } from '../stream/index.ts';
import type { LimitedGate } from './limited-gate.ts';
import type { Stepstream } from './stepstream.ts';

/** An engine's inside, for the adapters. */
export interface EngineParts {
  readonly hooks: Hooks;
  readonly clock: Clock;
  readonly gate: LimitedGate;
  /** Wants to be told of each socket. */
  readonly observer: SocketObserver;
  readonly registry: SessionRegistry;
  /** Where operators look at single frames. */
  readonly taps: FrameTaps;
  /** Who was refused, and who had to go, by why; since the beginning. */
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly metrics: Metrics;
  /** What is kept beyond the process: the store, and what waits for it. */
  readonly durability: Durability;
  /** Longest message that is read from a socket, in bytes. */
  readonly maxPayloadBytes: number;
  /** Both without a slash at their end. */
  readonly basePath: string;
  readonly streamPath: string;
}

const partsOf = new WeakMap<Stepstream, EngineParts>();

/** Remembers the inside of an engine that is being made. */
export function keepEngineParts(engine: Stepstream, parts: EngineParts): void {
  partsOf.set(engine, parts);
}

/** The inside of an engine, for the adapters of this package. */
export function enginePartsOf(engine: Stepstream): EngineParts {
  const parts = partsOf.get(engine);
  if (!parts) throw new TypeError('not an engine made by createStepstream');
  return parts;
}
