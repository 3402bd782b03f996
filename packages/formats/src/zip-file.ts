import { inTurn } from './archive/in-turn.ts';
import { Pieces } from './archive/pieces.ts';
import { ZipArchive } from './archive/zip-archive.ts';
import type { ZipEntry } from './archive/zip-directory.ts';
import type { SourceFile } from './format.ts';
import { FORMATS } from './formats.ts';
import type { FileSink } from './lines.ts';
import { RecordingError, type RecordingErrorCode } from './recording-error.ts';
import { REFUSED_FORMATS, refusal } from './refused-formats.ts';

/** The packed bytes are all in memory: where things are, the end of an archive tells. */
const MAX_PACKED_BYTES = 1_500_000_000;
const MAX_FILE_BYTES = 2_000_000_000;
const NAMES_TOLD = 5;

/** What makes a file in an archive one that has nothing to do with the recording. */
const STRANGERS: readonly RecordingErrorCode[] = ['empty', 'unknown_format', 'not_text'];

/** Reads a zip archive: a format of its own, or the files of an export. Their folders do not matter. */
export function zipFile(file: SourceFile): FileSink {
  const { path } = file;
  const packed = new Pieces();
  return {
    push(bytes) {
      packed.push(bytes);
      if (packed.length > MAX_PACKED_BYTES) throw tooLarge(path);
    },
    end() {
      const archive = new ZipArchive(path, packed);
      const names = archive.entries.map(({ name }) => name);
      const format = FORMATS.find((one) => one.archive?.matches(names));
      if (format?.archive) return format.archive.read(archive, file);
      const refused = REFUSED_FORMATS.find((kind) => kind.archive?.(names));
      if (refused) throw refusal(refused, path);
      return readFiles(archive, file);
    },
  };
}

/** Reads the recording files in it. Those of which nothing can be made are left out, if there are others. */
function readFiles(archive: ZipArchive, file: SourceFile): void | Promise<void> {
  const { path, notes } = file;
  const entries = archive.entries.filter(({ name }) => isRecordingFile(name));
  if (entries.length === 0) throw noRecording(archive);
  const strangers = new Map<string, RecordingError>();
  const pass = (entry: ZipEntry, error: unknown) => {
    const isStranger = error instanceof RecordingError && STRANGERS.includes(error.code);
    if (!isStranger) throw error;
    strangers.set(entry.name, error);
  };
  const finish = () => {
    const [first] = strangers.values();
    if (first && strangers.size === entries.length) throw first;
    if (first) notes.add('files_skipped', `not read: ${listed([...strangers.keys()])}`, { path });
  };
  const pending = inTurn(entries, (entry) => {
    try {
      const sink = file.inner(entry.name);
      archive.unpack(entry, { limit: MAX_FILE_BYTES }, (bytes) => sink.push(bytes));
      return sink.end()?.catch((error: unknown) => pass(entry, error));
    } catch (error) {
      pass(entry, error);
    }
  });
  return pending ? pending.then(finish) : finish();
}

/** Whether a file in an archive or a folder may hold readings, and not notes about them. */
export function isRecordingFile(name: string): boolean {
  if (/(^|[/\\])(meta|__MACOSX)[/\\]|(^|[/\\])\./i.test(name)) return false;
  // What lies beside a recording: its steps, where they are known, and how many there are.
  if (/\.((steps|mask)\.csv|count\.json)(\.gz)?$/i.test(name)) return false;
  return (
    /\.(csv|json|jsonl|ndjson|xlsx|parquet|gt3x|cwa|bin)(\.gz)?$/i.test(name) &&
    !/(^|[/\\])(metadata|annotation)\.csv$/i.test(name)
  );
}

function tooLarge(path: string): RecordingError {
  const problem = 'the zip archive is too large: unpack it, and name its folder';
  return new RecordingError('too_large', path, null, problem);
}

function noRecording({ path, entries }: ZipArchive): RecordingError {
  const what = entries.length === 0 ? 'nothing' : `only ${listed(entries.map(({ name }) => name))}`;
  const problem = `there is no recording in this archive, ${what}: name the zip that the app exported`;
  return new RecordingError('empty', path, null, problem);
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_TOLD;
  return `${names.slice(0, NAMES_TOLD).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
