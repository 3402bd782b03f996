import { readColumnsCsv } from './columns-csv.ts';
import type { Header } from './csv-header.ts';
import { csvTable, type TableReader } from './csv-table.ts';
import type { CsvFile, SourceFile } from './format.ts';
import { FORMATS } from './formats.ts';
import { jsonFile } from './json-file.ts';
import { concat, type FileSink } from './lines.ts';
import { Notes } from './notes.ts';
import { OWN_HEADER } from './own-csv.ts';
import type { FormatOptions, LoadedRecording } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { REFUSED_FORMATS, refusal } from './refused-formats.ts';
import { type AppFormat, Sensors } from './sensors.ts';
import { unknownColumns } from './unknown-columns.ts';
import { zipFile } from './zip-file.ts';

/** How much of a file's start must be seen to tell what it is; it may come in pieces. */
const TELLTALE_BYTES = 4096;
const BRACKET = 91;
const BRACE = 123;
const ZIP = [0x50, 0x4b] as const;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/**
 * Reads one recording, of any format, from one file or the several of one export. The first bytes and
 * the header of a file tell its format. Pure: the caller brings the bytes, with gzip unpacked.
 *
 * @example
 * const parser = new RecordingParser('walk.csv');
 * const file = parser.file('walk.csv');
 * file.push(bytes);
 * file.end();
 * const recording = parser.finish();
 */
export class RecordingParser {
  readonly #path: string;
  readonly #options: FormatOptions;
  readonly #sensors = new Sensors();
  readonly #notes = new Notes();
  #whole: LoadedRecording | undefined;

  /** @param path - what the errors call the recording */
  constructor(path: string, options: FormatOptions = {}) {
    this.#path = path;
    this.#options = options;
  }

  /**
   * Begins a file. Files may be read side by side.
   *
   * @param name - its name; Sensor Logger's files are told apart by it
   * @param path - what the errors call it. Default: the recording's
   */
  file(name: string, path = this.#path): FileSink {
    let head: Uint8Array = new Uint8Array(0);
    let sink: FileSink | undefined;
    const begin = () => {
      sink = this.#sinkFor(head, name, path);
      sink.push(withoutMark(head));
    };
    return {
      push(bytes) {
        if (sink) {
          sink.push(bytes);
          return;
        }
        head = concat(head, bytes);
        if (head.length >= TELLTALE_BYTES) begin();
      },
      end() {
        if (!sink) begin();
        sink?.end();
      },
    };
  }

  /**
   * The recording that the files make up.
   *
   * @throws {RecordingError}
   */
  finish(): LoadedRecording {
    const { app } = this.#sensors;
    if (this.#whole && app) throw this.#twoRecordings();
    if (app && !this.#whole) this.#refuseTimeUnit(app);
    const recording = this.#whole ?? this.#sensors.combine(this.#path, this.#options, this.#notes);
    return { ...recording, source: { ...recording.source, notes: this.#notes.list } };
  }

  #sinkFor(head: Uint8Array, name: string, path: string): FileSink {
    const known = FORMATS.find(({ binary }) => binary?.matches(head, name));
    if (known?.binary) return known.binary.read(this.#source(name, path));
    const refused = REFUSED_FORMATS.find((kind) => kind.head?.(head, name));
    if (refused) throw refusal(refused, path);
    if (ZIP.every((byte, i) => head[i] === byte)) {
      return zipFile(path, (inside) => this.file(inside, `${path}/${inside}`));
    }
    const start = withoutMark(head);
    if (start.subarray(0, 512).includes(0)) {
      const problem = 'this is binary data or UTF-16 text: save the recording as CSV text in UTF-8';
      throw new RecordingError('not_text', path, null, problem);
    }
    const first = start.find((byte) => byte > 32);
    if (first === BRACKET || first === BRACE) return jsonFile(path, this.#sensors);
    return csvTable(path, OWN_HEADER, (header) => this.#tableFor(header, name, path));
  }

  #tableFor(header: Header, name: string, path: string): TableReader {
    const file: CsvFile = { ...this.#source(name, path), header };
    const { columns } = this.#options;
    if (columns) return readColumnsCsv(file, columns);
    const format = FORMATS.find(({ csv }) => csv?.matches(header));
    if (format?.csv) return format.csv.read(file);
    const refused = REFUSED_FORMATS.find((kind) => kind.csv?.(header));
    throw refused ? refusal(refused, path, header.line) : unknownColumns(header, path);
  }

  #source(name: string, path: string): SourceFile {
    return {
      name,
      path,
      options: this.#options,
      sensors: this.#sensors,
      notes: this.#notes,
      onRecording: (recording) => {
        if (this.#whole) throw this.#twoRecordings();
        this.#whole = recording;
      },
    };
  }

  /** The unit of an app's times is known; a caller who names one is mistaken about the file. */
  #refuseTimeUnit({ timeUnit }: AppFormat): void {
    if (this.#options.timeUnit === undefined) return;
    const problem = `the times of this app are in ${timeUnit}: leave --time-unit out`;
    throw new RecordingError('wrong_unit', this.#path, null, problem);
  }

  #twoRecordings(): RecordingError {
    const problem = 'these files are several recordings: name each by itself';
    return new RecordingError('two_recordings', this.#path, null, problem);
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  const hasMark = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte);
  return hasMark ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}
