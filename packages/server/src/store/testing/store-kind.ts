import type { Store } from '../index.ts';

/** A kind of store, and what its tests can do to it. */
export interface StoreKind {
  /** For the names of tests. */
  readonly name: string;
  /** Why its tests are skipped, in brackets; empty where they run. */
  readonly skipped?: string;
  /** Whether a place still has everything when it is opened again. */
  readonly durable: boolean;
  /** Runs of a property test. */
  readonly runs: number;
  /** Makes an empty place; returns its URL. */
  place(): Promise<string>;
  /** Alters the stored payload of a checkpoint. */
  damage?(url: string, sessionId: string): Promise<void>;
}

/** What the tests of a contract need. */
export interface StoreBench extends StoreKind {
  /** Opens a store, which is closed after the test. */
  open(url?: string): Promise<Store>;
}
