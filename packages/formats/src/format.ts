import type { Header } from './csv-header.ts';
import type { TableReader } from './csv-table.ts';
import type { FormatOptions, LoadedRecording } from './recording.ts';
import type { Sensors } from './sensors.ts';

/** A CSV file that is being read, and where its readings go. */
export interface CsvFile {
  readonly header: Header;
  /** The file's name: some apps have one file for each sensor. */
  readonly name: string;
  /** What errors call the file. */
  readonly path: string;
  /** What the caller says of the file. */
  readonly options: FormatOptions;
  /** Takes the readings of apps, each sensor at its own rate. */
  readonly sensors: Sensors;
  /** Takes the recording, for formats with a whole sample in each row. */
  readonly onRecording: (recording: LoadedRecording) => void;
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
  /** Names of files by which a folder is known to be one recording in several files. */
  readonly exportFiles?: RegExp;
}
