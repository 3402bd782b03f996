import type { ZipArchive } from './archive/zip-archive.ts';
import type { Header } from './csv-header.ts';
import type { TableReader } from './csv-table.ts';
import type { FileSink } from './lines.ts';
import type { Notes } from './notes.ts';
import type { FormatOptions, LoadedRecording, RecordingSource } from './recording.ts';
import type { OnSamples } from './samples/sample-block.ts';
import type { Sensors } from './sensors.ts';

/** A file that is being read, and where what is in it goes. */
export interface SourceFile {
  /** The file's name: some apps have one file for each sensor. */
  readonly name: string;
  /** What errors call the file. */
  readonly path: string;
  /** What the caller says of the file. */
  readonly options: FormatOptions;
  /** Takes the readings of apps, each sensor at its own rate. */
  readonly sensors: Sensors;
  /** Takes what is done to the data. */
  readonly notes: Notes;
  /** Takes the recording, for formats with a whole sample in each row; with no notes of its own. */
  readonly onRecording: (recording: LoadedRecording) => void;
  /** Takes the samples of formats that are read without ever having all of them in memory. */
  readonly onSamples: OnSamples;
  /** Takes what the file turned out to be, after all its samples. */
  readonly onSource: (source: Omit<RecordingSource, 'notes'>) => void;
  /**
   * Begins a file that is inside this one, such as a sheet or what an archive holds.
   *
   * @param path - what errors call it. Default: its name, after that of this one
   */
  readonly inner: (name: string, path?: string) => FileSink;
}

/** A CSV file that is being read. */
export interface CsvFile extends SourceFile {
  readonly header: Header;
}

/** A JSON value: an entry of a list, or a line. */
export type JsonEntry = Readonly<Record<string, unknown>>;

/** How CSV files of a format are recognised and read. */
export interface CsvFormat {
  /** Whether a header is one of this format. */
  readonly matches: (header: Header) => boolean;
  /** Reads the rows. @throws {RecordingError} when the header lacks something */
  readonly read: (file: CsvFile) => TableReader;
}

/** How JSON files of a format are recognised and read, entry by entry. */
export interface JsonFormat {
  /** Whether an entry is one of this format. */
  readonly matches: (entry: JsonEntry) => boolean;
  /** Takes the entry. @throws {TypeError} that names the field which can't be used */
  readonly take: (entry: JsonEntry, sensors: Sensors) => void;
  /** What entries look like, for the error about unknown ones. */
  readonly example: string;
}

/** How files of a format that is no text are recognised and read. */
export interface BinaryFormat {
  /**
   * Whether a file is one of this format, by its first bytes: 4096, or all where it is shorter. The
   * name helps where the bytes do not tell enough.
   */
  readonly matches: (head: Uint8Array, name: string) => boolean;
  /** Reads the file from its first byte; the sink throws as soon as it can't be used. */
  readonly read: (file: SourceFile) => FileSink;
}

/** How archives (zip) of a format are recognised and read. */
export interface ArchiveFormat {
  /** Whether an archive is one of this format, by the names of the files in it. */
  readonly matches: (names: readonly string[]) => boolean;
  /** Whether it makes something of an archive whose end is missing, too. Default false. */
  readonly readsCutOff?: boolean;
  /** Reads the archive, all of whose bytes are there, packed. */
  readonly read: (archive: ZipArchive, file: SourceFile) => void | Promise<void>;
}

/** A format of recordings. Each is an object in a file of its own, registered in `formats.ts`. */
export interface RecordingFormat {
  /** Stable name, as `source.format` has it. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** What its files look like, in a few words: for the help of the commands. */
  readonly summary: string;
  readonly csv?: CsvFormat;
  readonly json?: JsonFormat;
  readonly binary?: BinaryFormat;
  readonly archive?: ArchiveFormat;
  /** Names of files by which a folder is known to be one recording in several files. */
  readonly exportFiles?: RegExp;
}

/**
 * A kind of file that is known and holds nothing that steps can be counted in, or can't be read:
 * it is refused by name. Registered in `refused-formats.ts`.
 */
export interface RefusedFormat {
  /** Name for people, with its article: "an ActiGraph file of epoch counts". */
  readonly title: string;
  /** What it lacks: "it has no raw acceleration". */
  readonly because: string;
  /** What to do instead: "in ActiLife, export … as raw CSV". */
  readonly instead: string;
  /** Whether a table is one, by its header. */
  readonly csv?: (header: Header) => boolean;
  /** Whether an entry of a JSON file is one. */
  readonly json?: (entry: JsonEntry) => boolean;
  /** Whether a file is one, by its first 4096 bytes and its name. */
  readonly head?: (head: Uint8Array, name: string) => boolean;
  /** Whether a zip archive is one, by the names of the files in it. */
  readonly archive?: (names: readonly string[]) => boolean;
}
