import { Pieces } from './archive/pieces.ts';
import { listed, readSeveral } from './archive/read-several.ts';
import { ZipArchive } from './archive/zip-archive.ts';
import type { SourceFile } from './format.ts';
import { FORMATS } from './formats.ts';
import { isTruthFile } from './known-files.ts';
import type { FileSink } from './lines.ts';
import { RecordingError } from './recording-error.ts';
import { REFUSED_FORMATS, refusal } from './refused-formats.ts';

/** The packed bytes are all in memory: where things are, the end of an archive tells. */
const MAX_PACKED_BYTES = 1_500_000_000;
const MAX_FILE_BYTES = 2_000_000_000;

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
      if (!format?.archive?.readsCutOff) archive.refuseCutOff();
      if (format?.archive) return format.archive.read(archive, file);
      const refused = REFUSED_FORMATS.find((kind) => kind.archive?.(names));
      if (refused) throw refusal(refused, path);
      return readFiles(archive, file);
    },
  };
}

/** Reads the recording files in it. */
function readFiles(archive: ZipArchive, file: SourceFile): void | Promise<void> {
  const entries = archive.entries.filter(({ name }) => isRecordingFile(name));
  if (entries.length === 0) throw noRecording(archive);
  return readSeveral(
    entries,
    file,
    ({ name }) => name,
    (entry) => {
      const sink = file.inner(entry.name);
      archive.unpack(entry, { limit: MAX_FILE_BYTES }, (bytes) => sink.push(bytes));
      return sink.end();
    },
  );
}

/** Whether a file in an archive or a folder may hold readings, and not notes about them. */
export function isRecordingFile(name: string): boolean {
  if (/(^|[/\\])(meta|__MACOSX)[/\\]|(^|[/\\])\./i.test(name)) return false;
  if (isTruthFile(name)) return false;
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
