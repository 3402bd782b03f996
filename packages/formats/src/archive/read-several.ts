import type { SourceFile } from '../format.ts';
import { RecordingError, type RecordingErrorCode } from '../recording-error.ts';
import { inTurn } from './in-turn.ts';

/** What makes a part of an export one that has nothing to do with the recording. */
const STRANGERS: readonly RecordingErrorCode[] = ['empty', 'unknown_format', 'not_text'];
const NAMES_TOLD = 5;

/**
 * Reads the parts of an archive one after the other. Those of which nothing can be made are left out, and
 * told, if there are others.
 *
 * @throws {RecordingError} where a part is damaged, or nothing can be made of any
 */
export function readSeveral<T>(
  parts: readonly T[],
  { path, notes }: SourceFile,
  nameOf: (part: T) => string,
  read: (part: T) => void | Promise<void>,
): void | Promise<void> {
  const strangers = new Map<T, RecordingError>();
  const pass = (part: T, error: unknown) => {
    const isStranger = error instanceof RecordingError && STRANGERS.includes(error.code);
    if (!isStranger) throw error;
    strangers.set(part, error);
  };
  const finish = () => {
    const [first] = strangers.values();
    if (first && strangers.size === parts.length) throw first;
    if (first)
      notes.add('files_skipped', `not read: ${listed([...strangers.keys()].map(nameOf))}`, {
        path,
      });
  };
  const pending = inTurn(parts, (part) => {
    try {
      return read(part)?.catch((error: unknown) => pass(part, error));
    } catch (error) {
      pass(part, error);
    }
  });
  return pending ? pending.then(finish) : finish();
}

/** The first names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - NAMES_TOLD;
  return `${names.slice(0, NAMES_TOLD).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
