import { Pieces } from './archive/pieces.ts';
import { baseName, ZipArchive } from './archive/zip-archive.ts';
import type { ZipEntry } from './archive/zip-directory.ts';
import { FORMATS, isExportFile } from './formats.ts';
import { isTruthFile } from './known-files.ts';
import { REFUSED_FORMATS } from './refused-formats.ts';
import { isRecordingFile } from './zip-file.ts';

/** A file of an archive, unpacked. */
export interface UnpackedFile {
  /** Its name in the archive, with its folders. */
  readonly path: string;
  readonly bytes: Blob;
}

/** Larger files, and all together, are not unpacked beside one another: such an archive is read as one recording. */
const MAX_BYTES = 1_000_000_000;

/**
 * The files of a zip archive that holds recordings side by side, or one with its known steps.
 *
 * @returns null for an archive that is one recording itself: the export of an app or device, or a single file
 * @throws {RecordingError} `damaged_zip`
 */
export async function filesOfZip(file: {
  readonly name: string;
  stream(): ReadableStream<Uint8Array>;
}): Promise<UnpackedFile[] | null> {
  const packed = new Pieces();
  for await (const bytes of file.stream()) packed.push(bytes);
  const archive = new ZipArchive(file.name, packed);
  const names = archive.entries.map(({ name }) => name);
  if ([...FORMATS, ...REFUSED_FORMATS].some(({ archive: kind }) => isOf(kind, names))) return null;
  const entries = archive.entries.filter(({ name }) => isRecordingFile(name) || isTruthFile(name));
  const isLarge = entries.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_BYTES;
  if (isLarge || (recordingsIn(entries) < 2 && !entries.some(({ name }) => isTruthFile(name))))
    return null;
  return entries.map((entry) => {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    archive.unpack(entry, { limit: MAX_BYTES }, (bytes) => parts.push(new Uint8Array(bytes)));
    return { path: entry.name, bytes: new Blob(parts) };
  });
}

function isOf(
  kind:
    | ((names: readonly string[]) => boolean)
    | { matches(names: readonly string[]): boolean }
    | undefined,
  names: readonly string[],
): boolean {
  return (typeof kind === 'function' ? kind(names) : kind?.matches(names)) ?? false;
}

/** How many recordings the files are: each of its own, but those of an export lie in one folder. */
function recordingsIn(entries: readonly ZipEntry[]): number {
  const files = entries.filter(({ name }) => !isTruthFile(name));
  const exports = new Set(files.filter(({ name }) => isExportFile(baseName(name))).map(folderOf));
  const others = files.filter((entry) => !exports.has(folderOf(entry)));
  return exports.size + others.length;
}

function folderOf({ name }: ZipEntry): string {
  return name.slice(0, name.length - baseName(name).length);
}
