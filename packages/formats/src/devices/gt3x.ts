import { STANDARD_GRAVITY } from '@stepstream/math';
import type { ZipArchive } from '../archive/zip-archive.ts';
import type { ZipEntry } from '../archive/zip-directory.ts';
import type { RecordingFormat, SourceFile } from '../format.ts';
import { RecordingError } from '../recording-error.ts';
import { SampleWriter } from '../samples/sample-writer.ts';
import { BadParts } from './bad-parts.ts';
import { endOfDevice } from './device-end.ts';
import { type Gt3xInfo, readGt3xInfo } from './gt3x-info.ts';
import { Gt3xLog } from './gt3x-log.ts';
import { read12 } from './packed12.ts';

/*
 * The .gt3x of ActiGraph's devices: a zip archive with an info.txt and, since firmware 3, a log.bin
 * (https://github.com/actigraph/GT3X-File-Format), before that an activity.bin
 * (https://github.com/actigraph/NHANES-GT3X-File-Format).
 */

/** A month at 100 Hz is 1.6 GB; none of it is in memory. */
const MAX_SAMPLE_BYTES = 8_000_000_000;
const MAX_INFO_BYTES = 1_000_000;
/** Two samples of three numbers with 12 bits each. */
const PAIR_BYTES = 9;

/** What was read of the samples. */
interface Gt3xSamples {
  readonly bad: BadParts;
  /** Seconds since 1970 on the device's clock; null where it is not known. */
  readonly start: number | null;
  readonly isCutOff: boolean;
}

function isGt3x(names: readonly string[]): boolean {
  const has = (wanted: string) => names.some((name) => name === wanted);
  // The info.txt may follow the samples: of an archive that is cut off, it may be missing.
  return has('log.bin') || (has('info.txt') && has('activity.bin'));
}

function readGt3x(archive: ZipArchive, file: SourceFile): void {
  const { path, notes, onSamples, onSource } = file;
  refuseUncalibrated(archive);
  const info = readGt3xInfo(infoText(archive));
  const writer = new SampleWriter(onSamples);
  const log = archive.find('log.bin');
  const { bad, start, isCutOff } = log
    ? readLog(archive, log, info, writer, file)
    : readActivity(archive, archive.find('activity.bin') as ZipEntry, info, writer);
  writer.flush();
  endOfDevice({ path, notes, bad, samples: writer.total, isCutOff });
  onSource({
    format: GT3X.name,
    timeUnit: 's',
    accelUnit: 'g',
    gyroUnit: null,
    gravity: 'included',
    startedAt: start === null ? null : start - (info.zone ?? 0),
    isLocal: info.zone === null,
  });
}

function readLog(
  archive: ZipArchive,
  entry: ZipEntry,
  info: Gt3xInfo,
  writer: SampleWriter,
  { path, notes }: SourceFile,
): Gt3xSamples {
  const log = new Gt3xLog({
    path,
    notes,
    writer,
    rate: info.rate,
    scale: info.scale,
    noScale: () => missing(path, 'Acceleration Scale'),
  });
  // Each record has a checksum of its own: one that is damaged costs a second, and not the file.
  const isCutOff = unpackAsFarAsItGoes(archive, entry, (bytes) => log.push(bytes));
  return { bad: log.bad, isCutOff: log.end() > 0 || isCutOff, start: log.start };
}

/** Samples without a break from the start on: nothing marks the seconds, and nothing damage. */
function readActivity(
  archive: ZipArchive,
  entry: ZipEntry,
  { rate, scale, start }: Gt3xInfo,
  writer: SampleWriter,
): Gt3xSamples {
  const { path } = archive;
  if (rate === null) throw missing(path, 'Sample Rate');
  if (scale === null) throw missing(path, 'Acceleration Scale');
  const factor = STANDARD_GRAVITY / scale;
  let rest: Uint8Array = new Uint8Array(0);
  let written = 0;
  const write = (bytes: Uint8Array, count: number) => {
    for (let i = 0; i < count; i++) {
      const y = read12(bytes, 0, 3 * i) * factor;
      const x = read12(bytes, 0, 3 * i + 1) * factor;
      writer.push(written++ / rate, x, y, read12(bytes, 0, 3 * i + 2) * factor);
    }
  };
  archive.refuseCutOff();
  archive.unpack(entry, { limit: MAX_SAMPLE_BYTES }, (piece) => {
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    const pairs = Math.floor(bytes.length / PAIR_BYTES);
    write(bytes, 2 * pairs);
    rest = bytes.subarray(PAIR_BYTES * pairs);
  });
  // Of an odd number, the last has half a byte to spare.
  if (rest.length > PAIR_BYTES / 2) write(rest, 1);
  return { bad: new BadParts(path, 'record'), start, isCutOff: false };
}

/** @returns whether something of it is missing, or can't be unpacked */
function unpackAsFarAsItGoes(
  archive: ZipArchive,
  entry: ZipEntry,
  onBytes: (bytes: Uint8Array) => void,
): boolean {
  let length = 0;
  try {
    archive.unpack(entry, { limit: MAX_SAMPLE_BYTES, checked: false, isLast: true }, (bytes) => {
      length += bytes.length;
      onBytes(bytes);
    });
    return archive.isCutOff;
  } catch (error) {
    const isDamaged = error instanceof RecordingError && error.code === 'damaged_zip';
    if (!isDamaged || length === 0) throw error;
    return true;
  }
}

/** Some devices leave their calibration to whoever reads the file. */
function refuseUncalibrated(archive: ZipArchive): void {
  const entry = archive.find('calibration.json');
  if (!entry) return;
  const text = textOf(archive, entry);
  if (!/"isCalibrated"\s*:\s*false/i.test(text)) return;
  const problem =
    'the samples in it are not calibrated yet: in CentrePoint, download the .gt3x or the raw CSV instead';
  throw new RecordingError('refused_format', archive.path, null, problem);
}

/** Empty where it is not there any more: it mostly follows the samples. */
function infoText(archive: ZipArchive): string {
  const entry = archive.find('info.txt');
  if (!entry) return '';
  try {
    return textOf(archive, entry);
  } catch (error) {
    if (archive.isCutOff) return '';
    throw error;
  }
}

function textOf(archive: ZipArchive, entry: ZipEntry): string {
  return new TextDecoder().decode(archive.read(entry, MAX_INFO_BYTES));
}

function missing(path: string, key: string): RecordingError {
  const problem = `the info.txt in it has no "${key}", without which its samples are only numbers: download the file from the device again`;
  return new RecordingError('unclear_unit', path, null, problem);
}

export const GT3X: RecordingFormat = {
  name: 'actigraph-gt3x',
  title: 'ActiGraph GT3X',
  summary: 'the .gt3x of a GT3X+, wGT3X-BT, GT9X Link and the like',
  archive: { matches: isGt3x, read: readGt3x, readsCutOff: true },
};
