/** Contacts in rhythm that confirm a walk, unless the client says otherwise. */
export const DEFAULT_CONFIRM_AFTER = 4;
/** The largest number that a client may ask for. */
export const MAX_CONFIRM_AFTER = 10;

/** What a walk is told by. */
export interface RhythmRules {
  /** Contacts in rhythm that confirm a walk; null: the usual number, and hindsight has a say. */
  readonly confirmAfter: number | null;
  /** Mean probability that these contacts need. */
  readonly walkThreshold: number;
  /** Probability from which hindsight is sure of a contact. */
  readonly hindsightThreshold: number;
}
