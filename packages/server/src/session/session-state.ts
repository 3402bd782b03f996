import { StateError, type StepDetector } from '@stepstream/detector';
import { DEFAULT_SETTINGS, type Settings } from '@stepstream/protocol';
import { readConfigure } from '@stepstream/protocol/codec';
import { nonsense, StateBytes, type StateWalk } from './state-walk.ts';

/** Version of a state's layout. States of another are refused. */
export const SESSION_STATE_VERSION = 1;
/** The same layout, of a session that its client has stopped. A server that does not know it refuses it. */
const STOPPED_STATE_VERSION = 2;

/** A session as it was saved. */
export interface SavedSession {
  readonly id: string;
  readonly userId: string | undefined;
  /** What `Session.save` made: {@link MAX_STATE_BYTES} at most. */
  readonly state: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);
/** One after the other is written with it. */
const writer = StateBytes.toWrite();

/** Saves what `transfer` walks over. The bytes stay what they are until the next state is saved. */
export function saveSessionState(
  isStopped: boolean,
  transfer: (io: StateWalk) => void,
): Uint8Array {
  writer.begin(isStopped ? STOPPED_STATE_VERSION : SESSION_STATE_VERSION);
  transfer(writer);
  return writer.written();
}

/**
 * Restores what `transfer` walks over.
 *
 * @returns whether the session has been stopped
 * @throws {SessionStateError} where the bytes are damaged, or no state of this version
 */
export function restoreSessionState(state: Uint8Array, transfer: (io: StateWalk) => void): boolean {
  const reader = StateBytes.toRead(state, SESSION_STATE_VERSION, STOPPED_STATE_VERSION);
  transfer(reader);
  reader.endReading();
  return reader.version === STOPPED_STATE_VERSION;
}

/**
 * Saves or restores a detector.
 *
 * @returns whether it is as it was. One of another model can't be restored; this one is then to be thrown away
 */
export function transferDetector(io: StateWalk, detector: StepDetector): boolean {
  const state = io.bytes(io.restores ? NO_BYTES : detector.saveShared());
  if (!io.restores) return true;
  try {
    detector.restore(state);
    return true;
  } catch (error) {
    if (error instanceof StateError) return false;
    throw error;
  }
}

/** Saves settings, or returns the saved ones. */
export function transferSettings(io: StateWalk, settings: Settings): Settings {
  const text = io.text(io.restores ? '' : changesOf(settings));
  if (!io.restores) return settings;
  if (text === '') return DEFAULT_SETTINGS;
  try {
    const read = readConfigure(JSON.parse(text));
    if (read.kind === 'configure') return { ...DEFAULT_SETTINGS, ...read.changes };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw nonsense();
}

/** What settings change, as they are saved. They are replaced as a whole, so it is found out once. */
const changes = new WeakMap<Settings, string>();

/** What the settings change, as JSON; nothing where the client has configured nothing. */
function changesOf(settings: Settings): string {
  if (settings === DEFAULT_SETTINGS) return '';
  let text = changes.get(settings);
  if (text === undefined) {
    text = asJson(settings);
    changes.set(settings, text);
  }
  return text;
}

function asJson(settings: Settings): string {
  const before: Readonly<Record<string, unknown>> = DEFAULT_SETTINGS;
  const changed = Object.entries(settings).filter(([name, value]) => value !== before[name]);
  return JSON.stringify(Object.fromEntries(changed));
}
