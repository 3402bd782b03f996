import type { NoteCode, RecordingNote } from '@stepstream/formats/browser';

/** A device that lies still varies less than this, in m/s² of |a|: ten times a phone's noise. */
const STILL_MPS2 = 0.25;
/** The shortest walk that is counted takes about this long, in seconds. */
const SHORT_SECONDS = 4;
/** Notes that name a reason already. */
const REASONS: ReadonlySet<NoteCode> = new Set([
  'low_rate',
  'flat_signal',
  'too_short',
  'no_gravity',
  'no_steps',
]);

/** What a count of nothing is judged by. */
export interface NothingFound {
  readonly steps: number;
  /** Contacts that no walk confirmed. */
  readonly contacts: number;
  /** Standard deviation of the acceleration's magnitude, in m/s². */
  readonly spread: number;
  /** How long the recording is. */
  readonly seconds: number;
  readonly notes: readonly RecordingNote[];
}

/** Why no step was counted: a note for people. None where steps were counted, and where another note gives a reason. */
export function whyNothing({
  steps,
  contacts,
  spread,
  seconds,
  notes,
}: NothingFound): RecordingNote[] {
  if (steps > 0) return [];
  const given = notes.some(({ code }) => REASONS.has(code));
  if (spread < STILL_MPS2) {
    if (given) return [];
    const moves = `it moves by ${spread.toFixed(2)} m/s², as a device that lies still`;
    return [
      because(
        `${moves}; where somebody walked, its values are something else, or their unit is wrong`,
      ),
    ];
  }
  if (contacts > 0) {
    const what = contacts === 1 ? 'one contact' : `${contacts} contacts`;
    return [
      because(
        `${what}, and no walk: too few follow one another in rhythm; --confirm-after 1 counts each`,
      ),
    ];
  }
  if (given) return [];
  if (seconds < SHORT_SECONDS) {
    return [because(`${seconds.toFixed(1)} s are too short to tell a walk by`)];
  }
  return [
    because(
      'the device moves, but not as in walking; where somebody walked, --plot shows whether columns and units are right',
    ),
  ];
}

function because(reason: string): RecordingNote {
  return { code: 'no_steps', text: `no steps: ${reason}`, path: null, line: null };
}
