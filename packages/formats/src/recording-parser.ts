import { readColumnsCsv } from './columns-csv.ts';
import { csvTable, type TableReader } from './csv-table.ts';
import { datedStart } from './dated-start.ts';
import { refuseOptions } from './devices/refuse-options.ts';
import type { CsvFile, SourceFile } from './format.ts';
import { FORMATS, formatTitle } from './formats.ts';
import { inspectRecording, inspectStream } from './inspect-recording.ts';
import { jsonFile } from './json/json-file.ts';
import { concat, type FileSink } from './lines.ts';
import { Notes } from './notes.ts';
import { OWN_HEADER } from './own-csv.ts';
import type { FormatOptions, LoadedRecording } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { REFUSED_FORMATS, refusal } from './refused-formats.ts';
import { CollectedSamples } from './samples/collected-samples.ts';
import { RunningSummary } from './samples/running-summary.ts';
import type { OnSamples } from './samples/sample-block.ts';
import { type AppFormat, Sensors } from './sensors.ts';
import { fromUtf16, utf16Of } from './text/encoding.ts';
import { textFile } from './text/text-file.ts';
import { refuseDecimalCommas, unknownColumns } from './unknown-columns.ts';
import { zipFile } from './zip-file.ts';

/** How much of a file's start must be seen to tell what it is; it may come in pieces. */
const TELLTALE_BYTES = 4096;
const ZIP = [0x50, 0x4b] as const;
/** An archive may hold a file that is one itself, as a workbook is; no export goes further. */
const MAX_DEPTH = 2;

/**
 * Reads one recording, of any format, from one file or the several of one export. The first bytes and
 * the header of a file tell its format. Pure: the caller brings the bytes, with gzip unpacked.
 *
 * @example
 * const parser = new RecordingParser('walk.csv');
 * const file = parser.file('walk.csv');
 * file.push(bytes);
 * await file.end();
 * const recording = parser.finish();
 */
export class RecordingParser {
  readonly #path: string;
  readonly #options: FormatOptions;
  readonly #sensors = new Sensors();
  readonly #notes = new Notes();
  readonly #onSamples: OnSamples | undefined;
  readonly #collected = new CollectedSamples();
  readonly #seen = new RunningSummary();
  /** The file whose samples come as they are read. */
  #streaming: SourceFile | undefined;
  #whole: LoadedRecording | undefined;
  /** Whether files came out of an archive: then nobody can name them. */
  #isPacked = false;

  /**
   * @param path - what the errors call the recording
   * @param onSamples - takes the samples of devices' files while they are read, however long these are;
   *   the recording then has none of them. Default: they are in the recording
   */
  constructor(path: string, options: FormatOptions = {}, onSamples?: OnSamples) {
    this.#path = path;
    this.#options = options;
    this.#onSamples = onSamples;
  }

  /**
   * Begins a file. Files may be read side by side.
   *
   * @param name - its name; Sensor Logger's files are told apart by it
   * @param path - what the errors call it. Default: the recording's
   */
  file(name: string, path = this.#path): FileSink {
    return this.#file(name, path, 0);
  }

  #file(name: string, path: string, depth: number): FileSink {
    let head: Uint8Array = new Uint8Array(0);
    let sink: FileSink | undefined;
    const begin = () => {
      sink = this.#sinkFor(head, this.#source(name, path, depth), depth);
      sink.push(head);
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
        return sink?.end();
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
    const found = this.#whole ?? this.#sensors.combine(this.#path, this.#options, this.#notes);
    this.#refuseTruth(found);
    const recording = this.#streaming ? found : inspectRecording(found, this.#notes, this.#path);
    // No device can say what is impossible: its numbers have bounds.
    if (this.#streaming) inspectStream(this.#seen, this.#notes);
    const startedAt = datedStart(recording);
    return { ...recording, source: { ...recording.source, startedAt, notes: this.#notes.list } };
  }

  #sinkFor(head: Uint8Array, file: SourceFile, depth: number): FileSink {
    const { name, path } = file;
    const known = FORMATS.find(({ binary }) => binary?.matches(head, name));
    if (known?.binary) return known.binary.read(file);
    const refused = REFUSED_FORMATS.find((kind) => kind.head?.(head, name));
    if (refused) throw refusal(refused, path);
    if (ZIP.every((byte, i) => head[i] === byte)) {
      this.#isPacked = true;
      if (depth < MAX_DEPTH) return zipFile(file);
      const problem = 'this is an archive in an archive in an archive: unpack them';
      throw new RecordingError('damaged_zip', path, null, problem);
    }
    const utf16 = utf16Of(head);
    const table = (firstLine = 1) =>
      csvTable(
        {
          path,
          expected: OWN_HEADER,
          notes: this.#notes,
          skipRows: this.#options.skipRows,
          firstLine,
        },
        (header) => this.#tableFor({ ...file, header }),
      );
    const text = () => textFile({ json: () => jsonFile(file, table), table });
    if (utf16) return fromUtf16(utf16, text());
    if (head.subarray(0, 512).includes(0)) {
      const problem = 'this is binary data of no kind that is known: export the recording as CSV';
      throw new RecordingError('not_text', path, null, problem);
    }
    return text();
  }

  #tableFor(file: CsvFile): TableReader {
    const { header, path } = file;
    refuseDecimalCommas(header, path);
    const { columns } = this.#options;
    if (columns) return readColumnsCsv(file, columns);
    const format = FORMATS.find(({ csv }) => csv?.matches(header));
    if (format?.csv) return format.csv.read(file);
    const refused = REFUSED_FORMATS.find((kind) => kind.csv?.(header));
    throw refused ? refusal(refused, path, header.line) : unknownColumns(header, path);
  }

  #source(name: string, path: string, depth: number): SourceFile {
    const file: SourceFile = {
      name,
      path,
      options: this.#options,
      sensors: this.#sensors,
      notes: this.#notes,
      onRecording: (recording) => {
        if (this.#whole) throw this.#twoRecordings();
        this.#whole = recording;
      },
      onSamples: (block) => {
        if (!this.#streaming) refuseOptions(this.#options, path);
        this.#streaming ??= file;
        if (this.#streaming !== file || this.#whole) throw this.#twoRecordings();
        this.#seen.add(block);
        if (this.#onSamples) this.#onSamples(block);
        else this.#collected.add(block);
      },
      onSource: (source) => {
        const recording = this.#collected.toRecording();
        file.onRecording({ ...recording, source: { ...source, notes: [] } });
      },
      inner: (inside, called = `${path}/${inside}`) => this.#file(inside, called, depth + 1),
    };
    return file;
  }

  /** The unit of an app's times is known; a caller who names one is mistaken about the file. */
  #refuseTimeUnit({ timeUnit }: AppFormat): void {
    if (this.#options.timeUnit === undefined) return;
    const problem = `the times of this app are in ${timeUnit}: leave --time-unit out`;
    throw new RecordingError('wrong_unit', this.#path, null, problem);
  }

  /** Formats that are no table of samples have no column of known steps. */
  #refuseTruth({ known, source }: LoadedRecording): void {
    if (this.#options.truth === undefined || known) return;
    const problem = `--truth names a column of a table of samples, and ${formatTitle(source.format)} is none: write the times of the steps to NAME.steps.csv, or their number to NAME.count.json`;
    throw new RecordingError('bad_truth', this.#path, null, problem);
  }

  #twoRecordings(): RecordingError {
    const inWorkbook = 'its sheets are several recordings: save each as a CSV of its own';
    const inArchive =
      'several recordings are in this archive: extract it, and name the folder, or one of its files';
    const problem = !this.#isPacked
      ? 'these files are several recordings: name each by itself'
      : /\.xlsx$/i.test(this.#path)
        ? inWorkbook
        : inArchive;
    return new RecordingError('two_recordings', this.#path, null, problem);
  }
}
